#include "host/codec/actuals_codec.hpp"

#include <algorithm>
#include <unordered_set>

#include "host/codec/entry_unit.hpp"
#include "host/codec/id_index.hpp"
#include "host/codec/message_file.hpp"
#include "host/codec/source_places.hpp"
#include "host/model/validation/findings.hpp"
#include "planwerk/v1/actuals.pb.h"

namespace planwerk {
namespace {

// The things of one kind, each to be named at most once.
class Names {
 public:
  template <class Thing>
  Names(std::string_view kind, const std::vector<Thing>& things, Findings& findings)
      : kind_(kind), ids_(index_ids(things)), findings_(findings) {}

  std::optional<Index> find(const std::string& id, const Place& place) const {
    const auto index = ids_.find(id);
    if (index) return index;
    const std::string problem = id.empty() ? "missing: the id of a " : "the job has no such ";
    findings_.fail(place, id.empty() ? "" : planwerk::quoted(id), problem + std::string(kind_) + ids_.suggestion(id));
    return std::nullopt;
  }

  std::optional<Index> find_once(const std::string& id, const Place& place) {
    const auto index = find(id, place);
    if (!index || seen_.insert(*index).second) return index;
    findings_.fail(place, planwerk::quoted(id), "stands here twice");
    return std::nullopt;
  }

 private:
  std::string_view kind_;
  IdIndex ids_;
  Findings& findings_;
  std::unordered_set<Index> seen_;
};

class ActualsReader {
 public:
  ActualsReader(const v1::Actuals& message, const Economy& economy, const Plan& plan, Findings& findings)
      : message_(message),
        economy_(economy),
        plan_(plan),
        findings_(findings),
        recipes_("recipe", economy.recipes, findings),
        products_("product", economy.products, findings),
        listed_products_("product", economy.products, findings),
        needs_("need", economy.needs, findings),
        offers_("labour offer", economy.labour_offers, findings) {}

  Actuals read() {
    actuals_.elapsed = message_.elapsed();
    if (!(actuals_.elapsed > 0 && actuals_.elapsed <= 1)) {
      findings_.fail(Place("elapsed"), actuals_.elapsed,
                     "must be the part of the period that is gone: above 0, up to 1");
    }
    for (int k = 0; k < message_.recipes_size(); ++k) read_recipe(message_.recipes(k), k);
    for (int k = 0; k < message_.products_size(); ++k) read_product(message_.products(k), k);
    for (int k = 0; k < message_.needs_size(); ++k) read_need(message_.needs(k), k);
    for (int k = 0; k < message_.labour_size(); ++k) read_labour(message_.labour(k), k);
    return std::move(actuals_);
  }

 private:
  void read_recipe(const v1::RecipeActual& entry, int position) {
    const Place place("recipes", entry.recipe(), position);
    const auto recipe = recipes_.find_once(entry.recipe(), place.field("recipe"));
    if (!recipe) return;
    RecipeActual actual;
    actual.recipe = *recipe;
    actual.activity = entry.has_activity() ? entry.activity() : actuals_.elapsed * plan_.activity[*recipe];
    findings_.not_negative(place.field("activity"), actual.activity);
    const Recipe& norm = economy_.recipes[*recipe];
    read_amounts(entry.made(), place, "made", norm.outputs, actual.made);
    read_amounts(entry.used(), place, "used", norm.inputs, actual.used);
    actuals_.recipes.push_back(std::move(actual));
  }

  template <class Messages>
  void read_amounts(const Messages& entries, const Place& recipe, std::string_view list, Slice norm,
                    std::vector<ProductAmount>& amounts) {
    for (int k = 0; k < entries.size(); ++k) {
      const Place place = recipe.entry(list, k);
      const auto product = products_.find(entries[k].product(), place.field("product"));
      if (!product) continue;
      const auto flows = economy_.flows_of(norm);
      if (std::none_of(flows.begin(), flows.end(), [&](const Flow& flow) { return flow.index == *product; })) {
        findings_.fail(place.field("product"), planwerk::quoted(entries[k].product()),
                       "is not among the recipe's " + std::string(list == "made" ? "outputs" : "inputs"));
      } else if (std::any_of(amounts.begin(), amounts.end(), [&](const auto& a) { return a.product == *product; })) {
        findings_.fail(place.field("product"), planwerk::quoted(entries[k].product()), "stands here twice");
      } else {
        amounts.push_back({*product, amount(entries[k], *product, place)});
      }
    }
  }

  double amount(const v1::AmountActual& entry, Index product, const Place& place) {
    findings_.not_negative(place.field("amount"), entry.amount());
    return entry.amount() * factor_to(economy_.products[product].unit, entry, place, findings_);
  }

  void read_product(const v1::ProductActual& entry, int position) {
    const Place place("products", entry.product(), position);
    const auto product = listed_products_.find_once(entry.product(), place.field("product"));
    if (!product) return;
    const double factor = factor_to(economy_.products[*product].unit, entry, place, findings_);
    const auto value = [&](bool given, double amount, const char* field) -> std::optional<double> {
      if (!given) return std::nullopt;
      findings_.not_negative(place.field(field), amount);
      return amount * factor;
    };
    actuals_.products.push_back({*product, value(entry.has_made(), entry.made(), "made"),
                                 value(entry.has_used(), entry.used(), "used"),
                                 value(entry.has_in_stock(), entry.in_stock(), "in_stock")});
  }

  void read_need(const v1::NeedActual& entry, int position) {
    const Place place("needs", entry.need(), position);
    const auto need = needs_.find_once(entry.need(), place.field("need"));
    if (!need) return;
    const auto ways = economy_.alternatives_of(economy_.needs[*need]);
    NeedActual actual{*need, std::vector<double>(ways.size(), 0.0)};
    for (int k = 0; k < entry.delivered_size(); ++k) {
      const Place delivery = place.entry("delivered", k);
      const auto product = products_.find(entry.delivered(k).product(), delivery.field("product"));
      if (!product) continue;
      const auto way = std::find_if(ways.begin(), ways.end(), [&](const auto& w) { return w.product == *product; });
      if (way == ways.end()) {
        findings_.fail(delivery.field("product"), planwerk::quoted(entry.delivered(k).product()),
                       "is not among the need's alternatives");
        continue;
      }
      actual.deliveries[way - ways.begin()] += amount(entry.delivered(k), *product, delivery);
    }
    actuals_.needs.push_back(std::move(actual));
  }

  void read_labour(const v1::LabourActual& entry, int position) {
    const Place place("labour", entry.offer(), position);
    const auto offer = offers_.find_once(entry.offer(), place.field("offer"));
    findings_.not_negative(place.field("hours"), entry.hours());
    if (offer) actuals_.offers.push_back({*offer, entry.hours()});
  }

  const v1::Actuals& message_;
  const Economy& economy_;
  const Plan& plan_;
  Findings& findings_;
  Names recipes_, products_, listed_products_, needs_, offers_;
  Actuals actuals_;
};

}  // namespace

Outcome<Actuals> read_actuals(const std::filesystem::path& path, const Economy& economy, const Plan& plan) {
  Outcome<Actuals> outcome;
  Problems& problems = outcome.problems;
  const auto form = form_or_problem(path, problems);
  if (!form) return outcome;
  if (*form == FileForm::parts) {
    problems.error(path.string(), "", "what really happened is one message: .textproto, .json or .pb");
    return outcome;
  }
  v1::Actuals message;
  const std::string bytes = read_message(path, *form, message, problems);
  if (problems.has_errors()) return outcome;
  Findings findings;
  Actuals actuals = ActualsReader(message, economy, plan, findings).read();
  problems.append(findings.take());
  place_in_source(bytes, *form, message, problems);
  if (!problems.has_errors()) outcome.value = std::move(actuals);
  return outcome;
}

}  // namespace planwerk
