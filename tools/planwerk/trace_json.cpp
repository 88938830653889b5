#include "tools/planwerk/trace_json.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

template <class Thing>
Json amounts(const std::vector<Thing>& things, const std::vector<double>& values) {
  Json list = Json::array();
  for (std::size_t k = 0; k < things.size(); ++k) {
    if (values[k] == 0) continue;
    Json entry = {{"id", things[k].id}, {"amount", values[k]}};
    if constexpr (requires { things[k].unit; }) entry["unit"] = things[k].unit;
    list.push_back(std::move(entry));
  }
  return list;
}

void add_claims(const Economy& economy, const Claims& claims, Json& json) {
  json["labour"] = amounts(economy.labour_kinds, claims.labour_kinds);
  json["capacities"] = amounts(economy.capacities, claims.capacities);
  json["limits"] = amounts(economy.limits, claims.limits);
  json["free_products"] = amounts(economy.products, claims.free_products);
}

void add_accuracy(double relative_residual, Json& json) {
  json["relative_residual"] = relative_residual;
  json["exact"] = relative_residual <= exact_residual;
}

Json purpose_json(const Economy& economy, Purpose purpose) {
  switch (purpose.kind) {
    case Purpose::Kind::need:
      return {{"need", economy.needs[purpose.need].id}};
    case Purpose::Kind::surplus:
      return {{"purpose", "surplus"}};
    case Purpose::Kind::closing_stock:
      return {{"purpose", "closing_stock"}};
    case Purpose::Kind::nothing:
      return {{"purpose", "nothing"}};
  }
  return nullptr;
}

template <class Thing>
Json ids(const std::vector<Thing>& things, const std::vector<Index>& indices) {
  Json list = Json::array();
  for (const Index index : indices) list.push_back(things[index].id);
  return list;
}

}  // namespace

Json to_json(const Economy& economy, const Requirements& requirements) {
  Json json = {{"product", economy.products[requirements.product].id}, {"sustained", requirements.sustained}};
  add_accuracy(requirements.relative_residual, json);
  if (!requirements.sustained) return json;
  json["products"] = amounts(economy.products, requirements.products);
  json["stocks"] = amounts(economy.products, requirements.stocks);
  json["recipes"] = amounts(economy.recipes, requirements.recipes);
  add_claims(economy, requirements.claims, json);
  return json;
}

Json to_json(const Economy& economy, const Uses& uses) {
  Json json;
  add_accuracy(uses.relative_residual, json);
  const auto purposes = purposes_of(economy);
  json["serves"] = Json::array();
  for (std::size_t k = 0; k < purposes.size(); ++k) {
    if (uses.shares[k] <= 0) continue;
    Json entry = purpose_json(economy, purposes[k]);
    entry["share"] = uses.shares[k];
    json["serves"].push_back(std::move(entry));
  }
  return json;
}

Json to_json(const Economy& economy, const Footprint& footprint) {
  Json json = purpose_json(economy, footprint.purpose);
  add_accuracy(footprint.relative_residual, json);
  json["recipes"] = amounts(economy.recipes, footprint.recipes);
  json["stocks"] = amounts(economy.products, footprint.drawn);
  add_claims(economy, footprint.claims, json);
  return json;
}

Json to_json(const Economy& economy, const std::vector<Cycle>& cycles) {
  Json list = Json::array();
  for (const Cycle& cycle : cycles) {
    Json starters = Json::array();
    for (const Starter& starter : cycle.starters) {
      starters.push_back({{"product", economy.products[starter.product].id},
                          {"circulating", starter.circulating},
                          {"opening_stock", starter.opening_stock}});
    }
    list.push_back({{"products", ids(economy.products, cycle.products)},
                    {"recipes", ids(economy.recipes, cycle.recipes)},
                    {"gain_lower", cycle.gain_lower},
                    {"gain_upper", cycle.gain_upper},
                    {"starters", std::move(starters)},
                    {"starters_minimal", cycle.starters_minimal}});
  }
  return {{"cycles", std::move(list)}};
}

}  // namespace planwerk::cli
