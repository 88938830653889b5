#include "host/answers/dossier/job_differences.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <fmt/format.h>

namespace planwerk {
namespace {

// One figure or text of a thing: `.amount`, `.inputs["flour"]`.
struct Field {
  std::string path;
  std::string text;
  double number = 0;
  bool is_number = false;
};
using Fields = std::vector<Field>;

void add(Fields& fields, std::string path, double number) {
  fields.push_back(
      {std::move(path), std::isfinite(number) ? fmt::format("{}", number) : "none", number, std::isfinite(number)});
}

void add(Fields& fields, std::string path, const std::string& text) {
  if (!text.empty()) fields.push_back({std::move(path), text});
}

std::string place(const char* list, const std::string& id) {
  return fmt::format(R"(.{}["{}"])", list, id);
}

// A list may name the same thing twice: what counts is the sum.
void add_flows(Fields& fields, const char* list, std::span<const Flow> flows, const auto& things) {
  const std::size_t begin = fields.size();
  for (const Flow& flow : flows) {
    const std::string path = place(list, things[flow.index].id);
    const auto same = std::find_if(fields.begin() + static_cast<std::ptrdiff_t>(begin), fields.end(),
                                   [&](const Field& field) { return field.path == path; });
    if (same == fields.end()) {
      add(fields, path, flow.amount);
    } else {
      same->number += flow.amount;
      same->text = fmt::format("{}", same->number);
    }
  }
}

void add_terms(Fields& fields, const Economy& economy, std::span<const LimitTerm> terms) {
  for (const LimitTerm& term : terms) {
    const bool product = term.product != no_index;
    add(fields,
        place("terms",
              product ? "product:" + economy.products[term.product].id : "recipe:" + economy.recipes[term.recipe].id),
        term.coefficient);
  }
}

const char* text_of(BalanceRule rule) {
  return rule == BalanceRule::exact ? "exact" : rule == BalanceRule::free ? "free" : "surplus allowed";
}

Fields fields_of(const Economy&, const Product& product) {
  Fields fields;
  add(fields, ".unit", product.unit);
  add(fields, ".balance", std::string(text_of(product.balance)));
  return fields;
}

Fields fields_of(const Economy& economy, const Recipe& recipe) {
  Fields fields;
  add_flows(fields, "inputs", economy.flows_of(recipe.inputs), economy.products);
  add_flows(fields, "outputs", economy.flows_of(recipe.outputs), economy.products);
  add_flows(fields, "labour", economy.flows_of(recipe.labour), economy.labour_kinds);
  add_flows(fields, "capacities", economy.flows_of(recipe.capacities), economy.capacities);
  add(fields, ".lower_activity", recipe.lower_activity);
  add(fields, ".upper_activity", recipe.upper_activity);
  add(fields, ".strain", recipe.strain);
  return fields;
}

Fields fields_of(const Economy&, const Cohort& cohort) {
  Fields fields;
  add(fields, ".size", cohort.size);
  return fields;
}

Fields fields_of(const Economy& economy, const Need& need) {
  Fields fields;
  add(fields, ".cohort", economy.cohorts[need.cohort].id);
  add(fields, ".amount_per_head", need.amount_per_head);
  for (const Alternative& way : economy.alternatives_of(need)) {
    const std::string alternative = place("alternatives", economy.products[way.product].id);
    add(fields, alternative + ".rate", way.rate);
    add(fields, alternative + ".regret", way.regret);
  }
  std::size_t k = 0;
  if (need.steps.size() > 0) {
    for (const CoverageStep& step : economy.ladder_of(need)) {
      const std::string path = fmt::format(".steps[{}]", k++);
      add(fields, path + ".width", step.width);
      add(fields, path + ".value", step.value);
    }
  }
  add(fields, ".weight", need.weight);
  add(fields, ".weight_origin", need.weight_origin);
  add(fields, ".floor", need.floor);
  return fields;
}

Fields fields_of(const Economy&, const LabourKind&) {
  return {};
}

Fields fields_of(const Economy& economy, const LabourOffer& offer) {
  Fields fields;
  add(fields, ".kind", economy.labour_kinds[offer.kind].id);
  std::size_t k = 0;
  for (const LabourStep& step : economy.steps_of(offer)) {
    const std::string path = fmt::format(".steps[{}]", k++);
    add(fields, path + ".hours", step.hours);
    add(fields, path + ".burden", step.burden);
  }
  return fields;
}

Fields fields_of(const Economy&, const Capacity& capacity) {
  Fields fields;
  add(fields, ".amount", capacity.amount);
  add(fields, ".unit", capacity.unit);
  return fields;
}

Fields fields_of(const Economy& economy, const Limit& limit) {
  Fields fields;
  add(fields, ".lower", limit.lower);
  add(fields, ".upper", limit.upper);
  add_terms(fields, economy, economy.terms_of(limit));
  add(fields, ".origin", limit.origin);
  return fields;
}

Fields fields_of(const Economy&, const Stock& stock) {
  Fields fields;
  add(fields, ".opening", stock.opening);
  add(fields, ".closing", stock.closing);
  return fields;
}

class DifferenceFinder {
 public:
  DifferenceFinder(const Economy& before, const Economy& after) : before_(before), after_(after) {}

  std::vector<JobDifference> find() {
    things("products", before_.products, after_.products);
    things("recipes", before_.recipes, after_.recipes);
    things("cohorts", before_.cohorts, after_.cohorts);
    things("needs", before_.needs, after_.needs);
    things("labour_kinds", before_.labour_kinds, after_.labour_kinds);
    things("labour_offers", before_.labour_offers, after_.labour_offers);
    things("capacities", before_.capacities, after_.capacities);
    things("limits", before_.limits, after_.limits);
    things("stocks", before_.stocks, after_.stocks);
    compare("objective", objective(before_), objective(after_));
    return std::move(found_);
  }

 private:
  template <class Thing>
  static const std::string& id_of(const Economy&, const Thing& thing) {
    return thing.id;
  }
  static const std::string& id_of(const Economy& economy, const Stock& stock) {
    return economy.products[stock.product].id;
  }

  template <class Thing>
  void things(const char* list, const std::vector<Thing>& before, const std::vector<Thing>& after) {
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t k = 0; k < after.size(); ++k) at.emplace(id_of(after_, after[k]), k);
    for (const Thing& thing : before) {
      const std::string path = list + place("", id_of(before_, thing)).substr(1);
      const auto same = at.find(id_of(before_, thing));
      if (same == at.end()) {
        found_.push_back({path, "there", "", 0});
        continue;
      }
      compare(path, fields_of(before_, thing), fields_of(after_, after[same->second]));
      at.erase(same);
    }
    for (const Thing& thing : after) {
      if (at.count(id_of(after_, thing)) > 0) {
        found_.push_back({list + place("", id_of(after_, thing)).substr(1), "", "there", 0});
      }
    }
  }

  static Fields objective(const Economy& economy) {
    Fields fields;
    add(fields, ".hours_per_coverage", economy.objective.hours_per_coverage);
    for (std::size_t k = 0; k < economy.objective.ladder.size(); ++k) {
      const std::string path = fmt::format(".ladder[{}]", k);
      add(fields, path + ".width", economy.objective.ladder[k].width);
      add(fields, path + ".value", economy.objective.ladder[k].value);
    }
    for (const Tier& tier : economy.objective.tiers) {
      const std::string path = place("tiers", tier.id);
      add(fields, path + ".aim", static_cast<double>(tier.aim));
      add(fields, path + ".tolerance", tier.tolerance);
      add(fields, path + ".depth", tier.depth);
    }
    add(fields, ".origin", economy.objective.origin);
    return fields;
  }

  void compare(const std::string& path, const Fields& before, Fields after) {
    for (const Field& field : before) {
      const auto same = std::find_if(after.begin(), after.end(), [&](const Field& f) { return f.path == field.path; });
      if (same == after.end()) {
        found_.push_back({path + field.path, field.text, "", 0});
        continue;
      }
      if (same->text != field.text) found_.push_back({path + field.path, field.text, same->text, change(field, *same)});
      after.erase(same);
    }
    for (const Field& field : after) found_.push_back({path + field.path, "", field.text, 0});
  }

  static double change(const Field& before, const Field& after) {
    const bool figures = before.is_number && after.is_number && before.number != 0;
    return figures ? (after.number - before.number) / std::fabs(before.number) : 0;
  }

  const Economy& before_;
  const Economy& after_;
  std::vector<JobDifference> found_;
};

}  // namespace

std::vector<JobDifference> job_differences(const Economy& before, const Economy& after) {
  return DifferenceFinder(before, after).find();
}

}  // namespace planwerk
