#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/report/language.hpp"

namespace planwerk {

// Ids, figures and statuses in the words of the people who plan.

// A need covered at least this far is not told as short: plans are no more exact than their gap.
inline constexpr double full_coverage = 0.9999;

// 12,840   103   24.6   6.82   0.0125   1.3e-09: about three digits, thousands set apart.
std::string figure(double value);
// 62.9 %. Never 100.0 % of what is told as short, never 0.0 % of what is more than nothing.
std::string percent(double share);
// A figure with its unit; pieces go without.
std::string amount(double value, std::string_view unit);

// "1 error", "3 errors", "2 capacities".
std::string counted(std::size_t count, std::string_view noun);

// The name of a thing, or its id where it has none.
template <class Thing>
const std::string& name_or_id(const Thing& thing) {
  return thing.name.empty() ? thing.id : thing.name;
}

// The unit of a need: that of its first alternative's product.
const std::string& unit_of(const Economy& economy, const Need& need);

// The unit in which a tier of the objective counts, "h" where it is hours of burden; no_index: the weighted objective.
std::string unit_of_tier(const Economy& economy, Index tier, const Language& language = Language::english());
// What a tier is for: "least covered needs come first".
std::string aim_in_words(Aim aim, const Language& language = Language::english());
// The tier in whose unit the plan's valuations count; no_index: hours of burden.
Index pricing_tier(const Economy& economy, const Plan& plan);

// Names and units behind ids such as `product:steel`, `labour:care`, `capacity:mill`, `limit:co2`, `recipe:bake`,
// `need:bread`.
class Glossary {
 public:
  explicit Glossary(const Economy& economy, const Language& language = Language::english());
  // The thing's name; the id as it stands where the economy has no such thing.
  std::string name_of(const std::string& id) const;
  // Empty where the thing has none.
  std::string unit_of(const std::string& id) const;

 private:
  struct Entry {
    std::string name, unit;
  };
  std::unordered_map<std::string, Entry> entries_;
};

// Sentences for what a plan says of itself.
std::string status_in_words(const Plan& plan, const Language& language = Language::english());
std::string executability_in_words(const PlanCertificate& certificate, const Language& language = Language::english());
std::string gap_in_words(const PlanCertificate& certificate, const Language& language = Language::english());

// Where one more unit of a short need takes nothing from anybody but work on offer that the job counts dearer than the
// unit, which is then short by the job's choice: what the unit is worth by its ladder and weights, hours of burden. By
// an exact answer, in weighted mode; nothing where it is not so.
std::optional<double> worth_of_dear_unit(const Economy& economy, const Plan& plan, const NeedAnswer& answer);

// What stands in the way of covering a need further, most important first: "Sawmill (58 %), Brick kiln (31 %)". As the
// need's own answer says where there is an exact one: its shares hold for the next unit, those of explanations for the
// last one. Empty where the plan tells neither.
std::string obstacles_in_words(const Economy& economy, const Plan& plan, Index need, const Glossary& glossary,
                               const Language& language = Language::english());

}  // namespace planwerk
