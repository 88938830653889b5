#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace planwerk {

// Names numbered in the order of their arrival, found again by hashing. Open addressing; a slot holds half of the hash,
// so that of millions of names hardly any but the right one is looked at.
class NameTable {
 public:
  NameTable() = default;
  explicit NameTable(std::vector<std::string> names);

  // -1 where the name is unknown.
  std::int32_t find(std::string_view name) const;
  // The new name's number, or -1 where the name is there already.
  std::int32_t add(std::string_view name);

  std::int32_t size() const { return static_cast<std::int32_t>(names_.size()); }
  const std::vector<std::string>& names() const { return names_; }
  std::vector<std::string> take_names() { return std::move(names_); }

 private:
  struct Slot {
    std::uint32_t hash;  // the upper half
    std::int32_t index;  // -1: free
  };

  // The slot that holds the name, or the free one where it belongs.
  std::size_t slot_of(std::string_view name, std::uint64_t hash) const;
  void rehash(std::size_t slots);

  std::vector<std::string> names_;
  std::vector<Slot> slots_;  // a power of two of them, at most two thirds full
};

}  // namespace planwerk
