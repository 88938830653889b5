#include <string_view>

#include "host/model/build_lp.hpp"

namespace planwerk {
namespace {

// Blanks end a name in MPS, a colon separates the parts of ours, '%' introduces an encoded byte; '$' and '*' begin
// comments in some readers. Letters of other scripts stay readable.
bool stays(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte > ' ' && byte != 0x7f && std::string_view("%:$*\"'").find(character) == std::string_view::npos;
}

std::string encoded(std::string_view id) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char character : id) {
    if (stays(character)) {
      text += character;
    } else {
      const auto byte = static_cast<unsigned char>(character);
      text += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return text;
}

std::string named(std::string_view kind, std::string_view id) {
  return std::string(kind) + ':' + encoded(id);
}

std::string named(std::string_view kind, std::string_view id, Index part) {
  return named(kind, id) + ':' + std::to_string(part);
}

}  // namespace

std::string row_name(const Economy& economy, RowOrigin origin) {
  switch (origin.kind) {
    case RowKind::product:
      return named("product", economy.products[origin.index].id);
    case RowKind::need:
      return named("need", economy.needs[origin.index].id);
    case RowKind::labour_kind:
      return named("labour", economy.labour_kinds[origin.index].id);
    case RowKind::capacity:
      return named("capacity", economy.capacities[origin.index].id);
    case RowKind::limit:
      return named("limit", economy.limits[origin.index].id);
  }
  return {};
}

std::string column_name(const Economy& economy, ColumnOrigin origin) {
  switch (origin.kind) {
    case ColumnKind::recipe:
      return named("recipe", economy.recipes[origin.index].id);
    case ColumnKind::coverage:
      return named("coverage", economy.needs[origin.index].id, origin.part);
    case ColumnKind::delivery:
      return named("delivery", economy.needs[origin.index].id, origin.part);
    case ColumnKind::labour:
      return named("offer", economy.labour_offers[origin.index].id, origin.part);
    case ColumnKind::stock_draw:
      return named("stock", economy.products[economy.stocks[origin.index].product].id);
  }
  return {};
}

void name_lp(const Economy& economy, ProductionLp& production) {
  auto& rows = production.lp.row_names;
  rows.clear();
  rows.reserve(production.row_origins.size());
  for (const RowOrigin& origin : production.row_origins) rows.push_back(row_name(economy, origin));

  auto& columns = production.lp.column_names;
  columns.clear();
  columns.reserve(production.column_origins.size());
  for (const ColumnOrigin& origin : production.column_origins) columns.push_back(column_name(economy, origin));
}

}  // namespace planwerk
