#include "host/lp/name_table.hpp"

#include <functional>

namespace planwerk {

NameTable::NameTable(std::vector<std::string> names) {
  for (const auto& name : names) add(name);
}

std::size_t NameTable::slot_of(std::string_view name) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(name)&mask;
  while (slots_[slot] >= 0 && names_[slots_[slot]] != name) slot = (slot + 1) & mask;
  return slot;
}

void NameTable::rehash(std::size_t slots) {
  slots_.assign(slots, -1);
  for (std::int32_t i = 0; i < size(); ++i) slots_[slot_of(names_[i])] = i;
}

std::int32_t NameTable::find(std::string_view name) const {
  return slots_.empty() ? -1 : slots_[slot_of(name)];
}

std::int32_t NameTable::add(std::string_view name) {
  if (3 * (names_.size() + 1) > 2 * slots_.size()) rehash(slots_.empty() ? 64 : 2 * slots_.size());
  auto& slot = slots_[slot_of(name)];
  if (slot >= 0) return -1;
  slot = size();
  names_.emplace_back(name);
  return slot;
}

}  // namespace planwerk
