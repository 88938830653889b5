#include "host/lp/name_table.hpp"

#include <functional>

namespace planwerk {
namespace {

std::uint64_t hash_of(std::string_view name) {
  return std::hash<std::string_view>{}(name);
}

}  // namespace

NameTable::NameTable(std::vector<std::string> names) {
  for (const auto& name : names) add(name);
}

std::size_t NameTable::slot_of(std::string_view name, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot].index >= 0 && (slots_[slot].hash != hash >> 32 || names_[slots_[slot].index] != name)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void NameTable::rehash(std::size_t slots) {
  slots_.assign(slots, {0, -1});
  for (std::int32_t i = 0; i < size(); ++i) {
    const auto hash = hash_of(names_[i]);
    slots_[slot_of(names_[i], hash)] = {static_cast<std::uint32_t>(hash >> 32), i};
  }
}

std::int32_t NameTable::find(std::string_view name) const {
  return slots_.empty() ? -1 : slots_[slot_of(name, hash_of(name))].index;
}

std::int32_t NameTable::add(std::string_view name) {
  if (3 * (names_.size() + 1) > 2 * slots_.size()) rehash(slots_.empty() ? 64 : 2 * slots_.size());
  const auto hash = hash_of(name);
  auto& slot = slots_[slot_of(name, hash)];
  if (slot.index >= 0) return -1;
  slot = {static_cast<std::uint32_t>(hash >> 32), size()};
  names_.emplace_back(name);
  return slot.index;
}

}  // namespace planwerk
