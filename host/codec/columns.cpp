#include "host/codec/columns.hpp"

#include <unordered_map>

#include "planwerk/v1/parts.pb.h"

namespace planwerk {

namespace {

constexpr std::size_t block_size_aim = std::size_t{2} << 20;

[[noreturn]] void fail(std::string_view path, std::string value, std::string message) {
  throw BadPart{std::string(path), std::move(value), std::move(message)};
}

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

std::vector<std::string_view> split(const v1::TextColumn& column, std::string_view path) {
  const std::string_view text = column.text();
  std::vector<std::string_view> rows;
  rows.reserve(static_cast<std::size_t>(column.lengths_size()));
  std::size_t begin = 0;
  for (const std::uint32_t length : column.lengths()) {
    if (length > text.size() - begin) fail(path, "", "the lengths add up to more than the text");
    if (length > 0 && continues_character(text[begin])) fail(path, "", "a length cuts a character of the text");
    rows.push_back(text.substr(begin, length));
    begin += length;
  }
  if (begin < text.size()) fail(path, "", "the lengths add up to less than the text");
  return rows;
}

}  // namespace

void fail_column(std::string_view path, std::int64_t size, std::int64_t rows) {
  fail(path, std::to_string(size) + " rows", "the block needs " + std::to_string(rows));
}

Texts::Texts(const v1::TextColumn& column, std::string_view path) : rows_(split(column, path)) {}

Texts::Texts(const v1::TextColumn& column, std::string_view path, std::int64_t rows) : Texts(column, path) {
  if (!rows_.empty() && size() != rows) fail_column(path, size(), rows);
}

RecurringTexts::RecurringTexts(const v1::RecurringTextColumn& column, std::string_view path, std::int64_t rows,
                               Empty empty)
    : entries_(column.entries(), path) {
  if (column.places().empty() && empty == Empty::allowed) return;
  if (column.places_size() != rows) fail_column(path, column.places_size(), rows);
  std::size_t written_out = 0;
  for (const std::uint32_t place : column.places()) {
    if (place >= entries_.size()) fail(path, std::to_string(place), "there is no such entry");
    written_out += entries_[place].size();
  }
  if (written_out > part_size_limit) {
    fail(path, std::to_string(written_out) + " bytes",
         "written out, a column of recurring texts is not longer than a part may be");
  }
  places_ = column.places().data();
}

Counts::Counts(const google::protobuf::RepeatedField<std::uint32_t>& counts, std::string_view path, std::int64_t rows)
    : counts_(counts, path, rows, 0) {
  for (const std::uint32_t count : counts) total_ += count;
}

Positions::Positions(const google::protobuf::RepeatedField<std::uint32_t>& positions, std::string_view path,
                     std::int64_t rows, std::size_t things)
    : positions_(positions, path, rows) {
  const auto greatest = std::max_element(positions.begin(), positions.end());
  if (greatest != positions.end() && *greatest >= things) {
    fail(path, std::to_string(*greatest), "the stream has only " + std::to_string(things) + " of these so far");
  }
}

OptionalPositions::OptionalPositions(const google::protobuf::RepeatedField<std::uint32_t>& positions_plus_1,
                                     std::string_view path, std::int64_t rows, std::size_t things)
    : positions_plus_1_(positions_plus_1, path, rows, 0) {
  const auto greatest = std::max_element(positions_plus_1.begin(), positions_plus_1.end());
  if (greatest != positions_plus_1.end() && *greatest > things) {
    fail(path, std::to_string(*greatest), "the stream has only " + std::to_string(things) + " of these so far");
  }
}

std::vector<Rows> split_into_blocks(std::size_t count, const std::function<std::size_t(std::size_t)>& size_of) {
  std::vector<Rows> blocks;
  std::size_t begin = 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next = size_of(i);
    if (i > begin && size + next > block_size_aim) {
      blocks.push_back({begin, i});
      begin = i;
      size = 0;
    }
    size += next;
  }
  if (begin < count) blocks.push_back({begin, count});
  return blocks;
}

void put_texts(v1::TextColumn* column, const std::vector<std::string_view>& texts) {
  if (std::all_of(texts.begin(), texts.end(), [](std::string_view text) { return text.empty(); })) return;
  for (const std::string_view text : texts) {
    column->mutable_text()->append(text);
    column->add_lengths(static_cast<std::uint32_t>(text.size()));
  }
}

void put_recurring_texts(v1::RecurringTextColumn* column, const std::vector<std::string_view>& texts) {
  std::unordered_map<std::string_view, std::uint32_t> place_of;
  std::vector<std::string_view> entries;
  std::vector<std::uint32_t> places;
  for (const std::string_view text : texts) {
    const auto [entry, is_new] = place_of.emplace(text, static_cast<std::uint32_t>(entries.size()));
    if (is_new) entries.push_back(text);
    places.push_back(entry->second);
  }
  if (entries.size() == 1 && entries.front().empty()) return;
  put_texts(column->mutable_entries(), entries);
  column->mutable_places()->Add(places.begin(), places.end());
}

}  // namespace planwerk
