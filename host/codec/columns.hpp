#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <google/protobuf/repeated_field.h>

#include "host/codec/part_stream.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// Columns of the blocks of a stream of parts: checked access when reading, one call per column when writing.
// An empty column gives every row its default.

namespace v1 {
class RecurringTextColumn;
class TextColumn;
}  // namespace v1

// --- Reading. `path` names the column in faults; every constructor throws BadPart where it does not have `rows` rows.

[[noreturn]] void fail_column(std::string_view path, std::int64_t size, std::int64_t rows);

template <class T>
class Numbers {
 public:
  Numbers(const google::protobuf::RepeatedField<T>& values, std::string_view path, std::int64_t rows, T fallback)
      : values_(values.data()), empty_(values.empty()), fallback_(fallback) {
    if (!empty_ && values.size() != rows) fail_column(path, values.size(), rows);
  }
  // Without a default: never left empty, so that a few bytes cannot claim billions of rows.
  Numbers(const google::protobuf::RepeatedField<T>& values, std::string_view path, std::int64_t rows)
      : values_(values.data()), empty_(false), fallback_() {
    if (values.size() != rows) fail_column(path, values.size(), rows);
  }
  T operator[](std::int64_t row) const { return empty_ ? fallback_ : values_[row]; }

 private:
  const T* values_;
  bool empty_;
  T fallback_;
};

class Texts {
 public:
  // All rows there are.
  Texts(const v1::TextColumn& column, std::string_view path);
  Texts(const v1::TextColumn& column, std::string_view path, std::int64_t rows);
  std::int64_t size() const { return std::ssize(rows_); }
  std::string_view operator[](std::int64_t row) const { return rows_.empty() ? std::string_view{} : rows_[row]; }

 private:
  std::vector<std::string_view> rows_;
};

enum class Empty { allowed, not_allowed };

// Written out, no longer than a part may be: a few bytes cannot claim terabytes of text.
class RecurringTexts {
 public:
  RecurringTexts(const v1::RecurringTextColumn& column, std::string_view path, std::int64_t rows,
                 Empty empty = Empty::allowed);
  std::string_view operator[](std::int64_t row) const { return places_ ? entries_[places_[row]] : std::string_view{}; }

 private:
  Texts entries_;
  const std::uint32_t* places_ = nullptr;
};

// Numbers of entries per row of lists.
class Counts {
 public:
  Counts(const google::protobuf::RepeatedField<std::uint32_t>& counts, std::string_view path, std::int64_t rows);
  std::int64_t operator[](std::int64_t row) const { return counts_[row]; }
  std::int64_t total() const { return total_; }

 private:
  Numbers<std::uint32_t> counts_;
  std::int64_t total_ = 0;
};

// Positions of things of which there are `things` so far. Without a default.
class Positions {
 public:
  Positions(const google::protobuf::RepeatedField<std::uint32_t>& positions, std::string_view path, std::int64_t rows,
            std::size_t things);
  Index operator[](std::int64_t row) const { return static_cast<Index>(positions_[row]); }

 private:
  Numbers<std::uint32_t> positions_;
};

// Likewise, plus one; zero, and every row of an empty column, is no_index.
class OptionalPositions {
 public:
  OptionalPositions(const google::protobuf::RepeatedField<std::uint32_t>& positions_plus_1, std::string_view path,
                    std::int64_t rows, std::size_t things);
  Index operator[](std::int64_t row) const { return static_cast<Index>(positions_plus_1_[row]) - 1; }

 private:
  Numbers<std::uint32_t> positions_plus_1_;
};

// --- Writing. `get(row)` gives the value of each row in `rows`; a column of defaults alone stays empty.

struct Rows {
  std::size_t begin;
  std::size_t end;
};

// Cuts `count` things into rows of a block each, so that parts stay far below their limit: `size_of(i)` is an upper
// bound for the bytes that thing i takes.
std::vector<Rows> split_into_blocks(std::size_t count, const std::function<std::size_t(std::size_t)>& size_of);

// Upper bounds for size_of: of a text with its length, of an integer, of a number.
inline std::size_t text_bytes(std::string_view text) {
  return text.size() + 5;
}
inline constexpr std::size_t integer_bytes = 5;
inline constexpr std::size_t number_bytes = 8;

void put_texts(v1::TextColumn* column, const std::vector<std::string_view>& texts);
void put_recurring_texts(v1::RecurringTextColumn* column, const std::vector<std::string_view>& texts);

template <class Get>
std::vector<std::string_view> texts_of(Rows rows, const Get& get) {
  static_assert(std::is_reference_v<decltype(get(rows.begin))>, "texts are viewed, not copied");
  std::vector<std::string_view> texts;
  texts.reserve(rows.end - rows.begin);
  for (std::size_t row = rows.begin; row < rows.end; ++row) texts.push_back(get(row));
  return texts;
}

template <class Get>
void put_texts(v1::TextColumn* column, Rows rows, const Get& get) {
  put_texts(column, texts_of(rows, get));
}

template <class Get>
void put_recurring_texts(v1::RecurringTextColumn* column, Rows rows, const Get& get) {
  put_recurring_texts(column, texts_of(rows, get));
}

template <class T, class Get>
void put_numbers(google::protobuf::RepeatedField<T>* column, Rows rows, T fallback, const Get& get) {
  bool all_fallback = true;
  column->Reserve(static_cast<int>(rows.end - rows.begin));
  for (std::size_t row = rows.begin; row < rows.end; ++row) {
    const T value = static_cast<T>(get(row));
    all_fallback &= value == fallback;
    column->Add(value);
  }
  if (all_fallback) column->Clear();
}

// For columns without a default.
template <class Get>
void put_positions(google::protobuf::RepeatedField<std::uint32_t>* column, Rows rows, const Get& get) {
  column->Reserve(static_cast<int>(rows.end - rows.begin));
  for (std::size_t row = rows.begin; row < rows.end; ++row) column->Add(static_cast<std::uint32_t>(get(row)));
}

}  // namespace planwerk
