#include <algorithm>
#include <limits>

#include <google/protobuf/stubs/logging.h>

#include "host/codec/columns.hpp"
#include "host/codec/enum_numbers.hpp"
#include "host/codec/flow_list.hpp"
#include "host/codec/id_index.hpp"
#include "host/codec/job_frame.hpp"
#include "host/codec/job_parts.hpp"
#include "host/codec/limit_terms.hpp"
#include "host/codec/part_sequence.hpp"
#include "host/model/validate.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk {
namespace {

// Appends the rows of each block to the economy.
class BlockReader {
 public:
  explicit BlockReader(Findings& findings) : findings_(findings) {}

  void read(const v1::JobPart& part) {
    switch (part.part_case()) {
      case v1::JobPart::kHeader:
        return read(part.header());
      case v1::JobPart::kProducts:
        return read(part.products());
      case v1::JobPart::kLabourKinds:
        return read(part.labour_kinds());
      case v1::JobPart::kCapacities:
        return read(part.capacities());
      case v1::JobPart::kRecipes:
        return read(part.recipes());
      case v1::JobPart::kCohorts:
        return read(part.cohorts());
      case v1::JobPart::kNeeds:
        return read(part.needs());
      case v1::JobPart::kLabourOffers:
        return read(part.labour_offers());
      case v1::JobPart::kLimits:
        return read(part.limits());
      case v1::JobPart::kLimitTerms:
        return read(part.limit_terms());
      case v1::JobPart::kStocks:
        return read(part.stocks());
      case v1::JobPart::kTrailer:
      case v1::JobPart::PART_NOT_SET:
        return;
    }
  }

  // After the last part: what the header says about things that came later.
  void read_tier_terms() {
    const auto uses_terms = [](const v1::Tier& tier) { return tier.terms_size() > 0; };
    if (std::none_of(objective_.tiers().begin(), objective_.tiers().end(), uses_terms)) return;
    const IdIndex products = index_ids(economy_.products), recipes = index_ids(economy_.recipes);
    const TermReader terms(economy_, finder("product", products), finder("recipe", recipes), findings_);
    planwerk::read_tier_terms(objective_, terms, economy_);
  }

  Job& job() { return job_; }

 private:
  void read(const v1::JobHeader& header) {
    economy_.name = header.name();
    economy_.description = header.description();
    economy_.period = header.period();
    economy_.provenance = from_message(header.provenance());
    economy_.objective = from_message(header.objective(), findings_);
    job_.settings = from_message(header.settings(), findings_);
    objective_ = header.objective();
  }

  static TermReader::Find finder(std::string kind, const IdIndex& ids) {
    return [kind, &ids](const std::string& id, const Place& place) {
      if (const auto index = ids.find(id)) return *index;
      throw BadPart{place.text(), planwerk::quoted(id), "unknown " + kind + ids.suggestion(id)};
    };
  }

  void read(const v1::ProductBlock& block) {
    const Texts ids(block.ids(), "products.ids");
    const auto rows = rows_of(ids, economy_.products);
    const Texts names(block.names(), "products.names", rows);
    const RecurringTexts units(block.units(), "products.units", rows);
    const Numbers<int> balances(block.balances(), "products.balances", rows, number_of(BalanceRule::surplus_allowed));
    const RecurringTexts groups(block.groups(), "products.groups", rows);
    for (std::int64_t r = 0; r < rows; ++r) {
      economy_.products.push_back({std::string(ids[r]), std::string(names[r]), std::string(units[r]),
                                   balance_rule(balances[r]), std::string(groups[r])});
    }
  }

  static BalanceRule balance_rule(int number) {
    if (const auto rule = balance_rule_of(number)) return *rule;
    throw BadPart{"products.balances", std::to_string(number), "unknown balance rule"};
  }

  void read(const v1::LabourKindBlock& block) {
    const Texts ids(block.ids(), "labour_kinds.ids");
    const auto rows = rows_of(ids, economy_.labour_kinds);
    const Texts names(block.names(), "labour_kinds.names", rows);
    for (std::int64_t r = 0; r < rows; ++r)
      economy_.labour_kinds.push_back({std::string(ids[r]), std::string(names[r])});
  }

  void read(const v1::CapacityBlock& block) {
    const Texts ids(block.ids(), "capacities.ids");
    const auto rows = rows_of(ids, economy_.capacities);
    const Texts names(block.names(), "capacities.names", rows);
    const RecurringTexts units(block.units(), "capacities.units", rows);
    const Numbers amounts(block.amounts(), "capacities.amounts", rows, 0.0);
    for (std::int64_t r = 0; r < rows; ++r) {
      economy_.capacities.push_back({std::string(ids[r]), std::string(names[r]), std::string(units[r]), amounts[r]});
    }
  }

  void read(const v1::RecipeBlock& block) {
    const Texts ids(block.ids(), "recipes.ids");
    const auto rows = rows_of(ids, economy_.recipes);
    const Texts names(block.names(), "recipes.names", rows);
    FlowList inputs(block.inputs(), "recipes.inputs", rows, economy_.products.size());
    FlowList outputs(block.outputs(), "recipes.outputs", rows, economy_.products.size());
    FlowList labour(block.labour(), "recipes.labour", rows, economy_.labour_kinds.size());
    FlowList capacities(block.capacities(), "recipes.capacities", rows, economy_.capacities.size());
    const Numbers lower(block.lower_activities(), "recipes.lower_activities", rows, 0.0);
    const Numbers upper(block.upper_activities(), "recipes.upper_activities", rows, infinity);
    const Numbers strains(block.strains(), "recipes.strains", rows, 0.0);
    for (std::int64_t r = 0; r < rows; ++r) {
      Recipe& recipe = economy_.recipes.emplace_back();
      recipe.id = ids[r];
      recipe.name = names[r];
      recipe.inputs = inputs.append_row(r, economy_.flows);
      recipe.outputs = outputs.append_row(r, economy_.flows);
      recipe.labour = labour.append_row(r, economy_.flows);
      recipe.capacities = capacities.append_row(r, economy_.flows);
      recipe.lower_activity = lower[r];
      recipe.upper_activity = upper[r];
      recipe.strain = strains[r];
    }
  }

  void read(const v1::CohortBlock& block) {
    const Texts ids(block.ids(), "cohorts.ids");
    const auto rows = rows_of(ids, economy_.cohorts);
    const Texts names(block.names(), "cohorts.names", rows);
    const Numbers sizes(block.sizes(), "cohorts.sizes", rows, 0.0);
    for (std::int64_t r = 0; r < rows; ++r)
      economy_.cohorts.push_back({std::string(ids[r]), std::string(names[r]), sizes[r]});
  }

  void read(const v1::NeedBlock& block) {
    const Texts ids(block.ids(), "needs.ids");
    const auto rows = rows_of(ids, economy_.needs);
    const Texts names(block.names(), "needs.names", rows);
    const Positions cohorts(block.cohorts(), "needs.cohorts", rows, economy_.cohorts.size());
    const Numbers amounts(block.amounts_per_head(), "needs.amounts_per_head", rows, 0.0);
    const Counts alternatives(block.alternative_counts(), "needs.alternative_counts", rows);
    const Positions products(block.products(), "needs.products", alternatives.total(), economy_.products.size());
    const Numbers rates(block.rates(), "needs.rates", alternatives.total(), 1.0);
    const Numbers regrets(block.regrets(), "needs.regrets", alternatives.total(), 0.0);
    const Counts steps(block.step_counts(), "needs.step_counts", rows);
    const Numbers widths(block.step_widths(), "needs.step_widths", steps.total());
    const Numbers values(block.step_values(), "needs.step_values", steps.total(), 0.0);
    const Numbers weights(block.weights(), "needs.weights", rows, 1.0);
    const RecurringTexts weight_origins(block.weight_origins(), "needs.weight_origins", rows);
    const Numbers floors(block.floors(), "needs.floors", rows, 0.0);
    const RecurringTexts reasons(block.reasons(), "needs.reasons", rows);
    for (std::int64_t r = 0, a = 0, s = 0; r < rows; ++r) {
      Need& need = economy_.needs.emplace_back();
      need.id = ids[r];
      need.name = names[r];
      need.cohort = cohorts[r];
      need.amount_per_head = amounts[r];
      need.alternatives = append(economy_.alternatives, alternatives[r], a, [&](std::int64_t k) {
        return Alternative{products[k], rates[k], regrets[k]};
      });
      need.steps = append(economy_.steps, steps[r], s, [&](std::int64_t k) {
        return CoverageStep{widths[k], values[k]};
      });
      need.weight = weights[r];
      need.weight_origin = weight_origins[r];
      need.floor = floors[r];
      need.reason = reasons[r];
    }
  }

  void read(const v1::LabourOfferBlock& block) {
    const Texts ids(block.ids(), "labour_offers.ids");
    const auto rows = rows_of(ids, economy_.labour_offers);
    const Positions kinds(block.kinds(), "labour_offers.kinds", rows, economy_.labour_kinds.size());
    const OptionalPositions cohorts(block.cohorts_plus_1(), "labour_offers.cohorts_plus_1", rows,
                                    economy_.cohorts.size());
    const Counts steps(block.step_counts(), "labour_offers.step_counts", rows);
    const Numbers hours(block.step_hours(), "labour_offers.step_hours", steps.total());
    const Numbers burdens(block.step_burdens(), "labour_offers.step_burdens", steps.total(), 1.0);
    for (std::int64_t r = 0, s = 0; r < rows; ++r) {
      LabourOffer& offer = economy_.labour_offers.emplace_back();
      offer.id = ids[r];
      offer.kind = kinds[r];
      offer.cohort = cohorts[r];
      offer.steps = append(economy_.labour_steps, steps[r], s, [&](std::int64_t k) {
        return LabourStep{hours[k], burdens[k]};
      });
    }
  }

  void read(const v1::LimitBlock& block) {
    const Texts ids(block.ids(), "limits.ids");
    const auto rows = rows_of(ids, economy_.limits);
    const Texts names(block.names(), "limits.names", rows);
    const RecurringTexts units(block.units(), "limits.units", rows);
    const Numbers lowers(block.lowers(), "limits.lowers", rows, -infinity);
    const Numbers uppers(block.uppers(), "limits.uppers", rows, infinity);
    const RecurringTexts origins(block.origins(), "limits.origins", rows);
    for (std::int64_t r = 0; r < rows; ++r) {
      economy_.limits.push_back({std::string(ids[r]),
                                 std::string(names[r]),
                                 std::string(units[r]),
                                 {},
                                 lowers[r],
                                 uppers[r],
                                 std::string(origins[r])});
    }
  }

  void read(const v1::LimitTermBlock& block) {
    const std::int64_t rows = block.limits_size();
    const Positions limits(block.limits(), "limit_terms.limits", rows, economy_.limits.size());
    const OptionalPositions products(block.products_plus_1(), "limit_terms.products_plus_1", rows,
                                     economy_.products.size());
    const OptionalPositions recipes(block.recipes_plus_1(), "limit_terms.recipes_plus_1", rows,
                                    economy_.recipes.size());
    const Numbers coefficients(block.coefficients(), "limit_terms.coefficients", rows, 1.0);
    for (std::int64_t r = 0; r < rows; ++r) {
      if (limits[r] < last_limit_) throw BadPart{"limit_terms.limits", std::to_string(limits[r]), "must not fall"};
      last_limit_ = limits[r];
      Slice& terms = economy_.limits[last_limit_].terms;
      if (terms.size() == 0) terms = {std::ssize(economy_.limit_terms), std::ssize(economy_.limit_terms)};
      ++terms.end;
      economy_.limit_terms.push_back({products[r], recipes[r], coefficients[r]});
    }
  }

  void read(const v1::StockBlock& block) {
    const std::int64_t rows = block.products_size();
    const Positions products(block.products(), "stocks.products", rows, economy_.products.size());
    const Numbers openings(block.openings(), "stocks.openings", rows, 0.0);
    const Numbers closings(block.closings(), "stocks.closings", rows, 0.0);
    for (std::int64_t r = 0; r < rows; ++r) economy_.stocks.push_back({products[r], openings[r], closings[r]});
  }

  // Number of rows of a block; there are never more things than an Index can count.
  template <class Thing>
  static std::int64_t rows_of(const Texts& ids, const std::vector<Thing>& things) {
    if (std::ssize(things) + ids.size() > std::numeric_limits<Index>::max()) {
      throw BadPart{"", std::to_string(ids.size()) + " rows", "more things than can be counted"};
    }
    return ids.size();
  }

  // Rows `next`, `next` + 1, ... of the columns behind `entry`, as many as belong to one thing; moves `next` on.
  template <class Entry, class Get>
  static Slice append(std::vector<Entry>& pool, std::int64_t count, std::int64_t& next, const Get& entry) {
    Slice slice{std::ssize(pool), std::ssize(pool) + count};
    for (const std::int64_t end = next + count; next < end; ++next) pool.push_back(entry(next));
    return slice;
  }

  static constexpr double infinity = std::numeric_limits<double>::infinity();

  Findings& findings_;
  Job job_;
  Economy& economy_ = job_.economy;
  v1::Objective objective_;  // of the header
  Index last_limit_ = 0;
};

}  // namespace

Job read_job_parts(const std::filesystem::path& path, const ReadOptions& options, Problems& problems) {
  const google::protobuf::LogSilencer silence;  // faults are told as BadPart
  PartReader reader(path, job_parts_magic);
  Findings findings;
  BlockReader blocks(findings);
  const auto take = [&](const v1::JobPart& part) {
    blocks.read(part);
    if (options.on_progress) options.on_progress(reader.bytes_read(), reader.bytes_in_all());
  };
  read_sequence<v1::JobPart>(reader, take, [&] { return counts_of(blocks.job().economy); });
  blocks.read_tier_terms();
  problems.append(findings.take());
  problems.append(validate(blocks.job().economy));
  return std::move(blocks.job());
}

}  // namespace planwerk
