#include "host/model/units.hpp"

#include <charconv>
#include <stdexcept>
#include <unordered_map>

#include "host/model/units_table.hpp"

namespace planwerk {
namespace {

struct UnitTable {
  std::vector<Unit> units;
  std::unordered_map<std::string_view, const Unit*> by_name;
};

// Cuts `text` at the first `separator`; what follows it stays in `text`.
std::string_view take_until(char separator, std::string_view& text) {
  const auto at = text.find(separator);
  const auto head = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return head;
}

Unit parse_unit(std::string_view line) {
  std::string_view rest = line;
  Unit unit;
  unit.name = take_until(',', rest);
  unit.dimension = take_until(',', rest);
  const auto factor = take_until(',', rest);
  const auto [end, error] = std::from_chars(factor.data(), factor.data() + factor.size(), unit.factor);
  const bool whole = error == std::errc{} && end == factor.data() + factor.size();
  if (unit.name.empty() || unit.dimension.empty() || !whole || !(unit.factor > 0)) {
    throw std::logic_error("units table: not a unit: " + std::string(line));
  }
  return unit;
}

UnitTable parse_table(std::string_view csv) {
  UnitTable table;
  take_until('\n', csv);  // header
  while (!csv.empty()) {
    if (const auto line = take_until('\n', csv); !line.empty()) table.units.push_back(parse_unit(line));
  }
  for (const Unit& unit : table.units) {
    if (!table.by_name.emplace(unit.name, &unit).second) {
      throw std::logic_error("units table: name used twice: " + unit.name);
    }
  }
  return table;
}

const UnitTable& table() {
  static const UnitTable parsed = parse_table(units_table_csv);
  return parsed;
}

}  // namespace

const Unit* find_unit(std::string_view name) {
  const auto found = table().by_name.find(name);
  return found == table().by_name.end() ? nullptr : found->second;
}

std::vector<std::string> unit_names() {
  std::vector<std::string> names;
  names.reserve(table().units.size());
  for (const Unit& unit : table().units) names.push_back(unit.name);
  return names;
}

std::optional<double> conversion_factor(std::string_view from, std::string_view to) {
  if (from == to) return 1.0;
  const Unit* source = find_unit(from);
  const Unit* target = find_unit(to);
  if (!source || !target || source->dimension != target->dimension) return std::nullopt;
  return source->factor / target->factor;
}

}  // namespace planwerk
