#pragma once

#include <cstddef>
#include <string>

#include <google/protobuf/repeated_field.h>

#include "host/codec/columns.hpp"
#include "host/codec/part_stream.hpp"

namespace planwerk {

// The entries of one block, on their way into its columns: a row for each.
template <class Entry>
class BlockEntries {
 public:
  BlockEntries(const google::protobuf::RepeatedPtrField<Entry>& all, Rows rows) : all_(all), rows_(rows) {}

  auto begin() const { return all_.begin() + static_cast<std::ptrdiff_t>(rows_.begin); }
  auto end() const { return all_.begin() + static_cast<std::ptrdiff_t>(rows_.end); }

  using Text = const std::string& (Entry::*)() const;
  void texts(v1::TextColumn* column, Text text) const { put_texts(column, rows_, reader(text)); }
  void recurring_texts(v1::RecurringTextColumn* column, Text text) const {
    put_recurring_texts(column, rows_, reader(text));
  }
  template <class T, class Number>
  void numbers(google::protobuf::RepeatedField<T>* column, T fallback, Number (Entry::*number)() const) const {
    put_numbers(column, rows_, fallback, reader(number));
  }

 private:
  template <class Value>
  auto reader(Value (Entry::*value)() const) const {
    return [this, value](std::size_t i) -> Value { return (all_[static_cast<int>(i)].*value)(); };
  }

  const google::protobuf::RepeatedPtrField<Entry>& all_;
  const Rows rows_;
};

// Writes entries in as many parts as it takes: the bytes of an entry's message and 64 for its columns' numbers and
// places bound what it takes in a block. `fill(part, entries)` puts those of one block into a new part.
template <class Part, class Entry, class Fill>
void write_blocks(const google::protobuf::RepeatedPtrField<Entry>& entries, PartWriter& writer, const Fill& fill) {
  const auto size_of = [&](std::size_t i) { return entries[static_cast<int>(i)].ByteSizeLong() + 64; };
  for (const Rows rows : split_into_blocks(static_cast<std::size_t>(entries.size()), size_of)) {
    Part part;
    fill(part, BlockEntries<Entry>(entries, rows));
    writer.write(part);
  }
}

}  // namespace planwerk
