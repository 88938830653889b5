#include <limits>

#include "host/codec/columns.hpp"
#include "host/codec/enum_numbers.hpp"
#include "host/codec/job_frame.hpp"
#include "host/codec/job_parts.hpp"
#include "host/codec/part_sequence.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Thing>
std::size_t label_bytes(const Thing& thing) {
  return text_bytes(thing.id) + text_bytes(thing.name);
}

// Writes one kind of thing after the other, each in as many blocks as it takes.
class JobBlockWriter {
 public:
  JobBlockWriter(const Economy& economy, PartWriter& writer) : economy_(economy), writer_(writer) {}

  void write_all() {
    write_products();
    write_labour_kinds();
    write_capacities();
    write_recipes();
    write_cohorts();
    write_needs();
    write_labour_offers();
    write_limits();
    write_limit_terms();
    write_stocks();
  }

 private:
  // `fill(part, rows)` puts rows of the `count` things into a new part.
  template <class SizeOf, class Fill>
  void write_blocks(std::size_t count, const SizeOf& size_of, const Fill& fill) {
    for (const Rows rows : split_into_blocks(count, size_of)) {
      v1::JobPart part;
      fill(part, rows);
      writer_.write(part);
    }
  }

  template <class Block, class Thing>
  static void put_labels(Block& block, Rows rows, const std::vector<Thing>& things) {
    put_texts(
        block.mutable_ids(), rows, [&](std::size_t i) -> auto& { return things[i].id; });
    put_texts(
        block.mutable_names(), rows, [&](std::size_t i) -> auto& { return things[i].name; });
  }

  void write_products() {
    const auto& products = economy_.products;
    const auto size_of = [&](std::size_t i) {
      return label_bytes(products[i]) + text_bytes(products[i].unit) + text_bytes(products[i].group) +
             3 * integer_bytes;
    };
    write_blocks(products.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_products();
      put_labels(block, rows, products);
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return products[i].unit; });
      put_numbers(block.mutable_balances(), rows, number_of(BalanceRule::surplus_allowed),
                  [&](std::size_t i) { return number_of(products[i].balance); });
      put_recurring_texts(
          block.mutable_groups(), rows, [&](std::size_t i) -> auto& { return products[i].group; });
    });
  }

  void write_labour_kinds() {
    const auto& kinds = economy_.labour_kinds;
    const auto size_of = [&](std::size_t i) { return label_bytes(kinds[i]); };
    write_blocks(kinds.size(), size_of,
                 [&](v1::JobPart& part, Rows rows) { put_labels(*part.mutable_labour_kinds(), rows, kinds); });
  }

  void write_capacities() {
    const auto& capacities = economy_.capacities;
    const auto size_of = [&](std::size_t i) {
      return label_bytes(capacities[i]) + text_bytes(capacities[i].unit) + integer_bytes + number_bytes;
    };
    write_blocks(capacities.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_capacities();
      put_labels(block, rows, capacities);
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return capacities[i].unit; });
      put_numbers(block.mutable_amounts(), rows, 0.0, [&](std::size_t i) { return capacities[i].amount; });
    });
  }

  void write_recipes() {
    const auto& recipes = economy_.recipes;
    const auto size_of = [&](std::size_t i) {
      const Recipe& recipe = recipes[i];
      const auto flows = recipe.inputs.size() + recipe.outputs.size() + recipe.labour.size() + recipe.capacities.size();
      return label_bytes(recipe) + static_cast<std::size_t>(flows) * (integer_bytes + number_bytes) +
             4 * integer_bytes + 3 * number_bytes;
    };
    write_blocks(recipes.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_recipes();
      put_labels(block, rows, recipes);
      put_flows(*block.mutable_inputs(), rows, &Recipe::inputs);
      put_flows(*block.mutable_outputs(), rows, &Recipe::outputs);
      put_flows(*block.mutable_labour(), rows, &Recipe::labour);
      put_flows(*block.mutable_capacities(), rows, &Recipe::capacities);
      put_numbers(block.mutable_lower_activities(), rows, 0.0,
                  [&](std::size_t i) { return recipes[i].lower_activity; });
      put_numbers(block.mutable_upper_activities(), rows, infinity,
                  [&](std::size_t i) { return recipes[i].upper_activity; });
      put_numbers(block.mutable_strains(), rows, 0.0, [&](std::size_t i) { return recipes[i].strain; });
    });
  }

  void put_flows(v1::FlowColumns& columns, Rows rows, Slice Recipe::*list) {
    const auto& recipes = economy_.recipes;
    put_numbers(columns.mutable_counts(), rows, 0u, [&](std::size_t i) { return (recipes[i].*list).size(); });
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
      for (const auto& [subject, amount] : economy_.flows_of(recipes[i].*list)) {
        columns.add_subjects(static_cast<std::uint32_t>(subject));
        columns.add_amounts(amount);
      }
    }
  }

  void write_cohorts() {
    const auto& cohorts = economy_.cohorts;
    const auto size_of = [&](std::size_t i) { return label_bytes(cohorts[i]) + number_bytes; };
    write_blocks(cohorts.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_cohorts();
      put_labels(block, rows, cohorts);
      put_numbers(block.mutable_sizes(), rows, 0.0, [&](std::size_t i) { return cohorts[i].size; });
    });
  }

  void write_needs() {
    const auto& needs = economy_.needs;
    const auto size_of = [&](std::size_t i) {
      const Need& need = needs[i];
      return label_bytes(need) + text_bytes(need.weight_origin) + text_bytes(need.reason) + 5 * integer_bytes +
             3 * number_bytes +
             static_cast<std::size_t>(need.alternatives.size()) * (integer_bytes + 2 * number_bytes) +
             static_cast<std::size_t>(need.steps.size()) * 2 * number_bytes;
    };
    write_blocks(needs.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_needs();
      put_labels(block, rows, needs);
      put_positions(block.mutable_cohorts(), rows, [&](std::size_t i) { return needs[i].cohort; });
      put_numbers(block.mutable_amounts_per_head(), rows, 0.0, [&](std::size_t i) { return needs[i].amount_per_head; });
      put_lists_of_needs(block, rows);
      put_numbers(block.mutable_weights(), rows, 1.0, [&](std::size_t i) { return needs[i].weight; });
      put_recurring_texts(
          block.mutable_weight_origins(), rows, [&](std::size_t i) -> auto& { return needs[i].weight_origin; });
      put_numbers(block.mutable_floors(), rows, 0.0, [&](std::size_t i) { return needs[i].floor; });
      put_recurring_texts(
          block.mutable_reasons(), rows, [&](std::size_t i) -> auto& { return needs[i].reason; });
    });
  }

  void put_lists_of_needs(v1::NeedBlock& block, Rows rows) {
    const auto& needs = economy_.needs;
    put_numbers(block.mutable_alternative_counts(), rows, 0u,
                [&](std::size_t i) { return needs[i].alternatives.size(); });
    put_numbers(block.mutable_step_counts(), rows, 0u, [&](std::size_t i) { return needs[i].steps.size(); });
    bool regretted = false;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
      for (const auto& [product, rate, regret] : economy_.alternatives_of(needs[i])) {
        block.add_products(static_cast<std::uint32_t>(product));
        block.add_rates(rate);
        block.add_regrets(regret);
        regretted |= regret != 0;
      }
      if (needs[i].steps.size() == 0) continue;
      for (const auto& [width, value] : economy_.ladder_of(needs[i])) {
        block.add_step_widths(width);
        block.add_step_values(value);
      }
    }
    if (!regretted) block.clear_regrets();
  }

  void write_labour_offers() {
    const auto& offers = economy_.labour_offers;
    const auto size_of = [&](std::size_t i) {
      return text_bytes(offers[i].id) + 3 * integer_bytes +
             static_cast<std::size_t>(offers[i].steps.size()) * 2 * number_bytes;
    };
    write_blocks(offers.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_labour_offers();
      put_texts(
          block.mutable_ids(), rows, [&](std::size_t i) -> auto& { return offers[i].id; });
      put_positions(block.mutable_kinds(), rows, [&](std::size_t i) { return offers[i].kind; });
      put_numbers(block.mutable_cohorts_plus_1(), rows, 0u, [&](std::size_t i) { return offers[i].cohort + 1; });
      put_numbers(block.mutable_step_counts(), rows, 0u, [&](std::size_t i) { return offers[i].steps.size(); });
      for (std::size_t i = rows.begin; i < rows.end; ++i) {
        for (const auto& [hours, burden] : economy_.steps_of(offers[i])) {
          block.add_step_hours(hours);
          block.add_step_burdens(burden);
        }
      }
    });
  }

  void write_limits() {
    const auto& limits = economy_.limits;
    const auto size_of = [&](std::size_t i) {
      return label_bytes(limits[i]) + text_bytes(limits[i].unit) + text_bytes(limits[i].origin) + 2 * integer_bytes +
             2 * number_bytes;
    };
    write_blocks(limits.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_limits();
      put_labels(block, rows, limits);
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return limits[i].unit; });
      put_numbers(block.mutable_lowers(), rows, -infinity, [&](std::size_t i) { return limits[i].lower; });
      put_numbers(block.mutable_uppers(), rows, infinity, [&](std::size_t i) { return limits[i].upper; });
      put_recurring_texts(
          block.mutable_origins(), rows, [&](std::size_t i) -> auto& { return limits[i].origin; });
    });
  }

  void write_limit_terms() {
    std::vector<std::pair<Index, const LimitTerm*>> terms;  // by limit
    for (std::size_t i = 0; i < economy_.limits.size(); ++i) {
      for (const LimitTerm& term : economy_.terms_of(economy_.limits[i])) terms.emplace_back(i, &term);
    }
    const auto size_of = [](std::size_t) { return 3 * integer_bytes + number_bytes; };
    write_blocks(terms.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_limit_terms();
      put_positions(block.mutable_limits(), rows, [&](std::size_t i) { return terms[i].first; });
      put_numbers(block.mutable_products_plus_1(), rows, 0u,
                  [&](std::size_t i) { return terms[i].second->product + 1; });
      put_numbers(block.mutable_recipes_plus_1(), rows, 0u, [&](std::size_t i) { return terms[i].second->recipe + 1; });
      put_numbers(block.mutable_coefficients(), rows, 1.0, [&](std::size_t i) { return terms[i].second->coefficient; });
    });
  }

  void write_stocks() {
    const auto& stocks = economy_.stocks;
    const auto size_of = [](std::size_t) { return integer_bytes + 2 * number_bytes; };
    write_blocks(stocks.size(), size_of, [&](v1::JobPart& part, Rows rows) {
      auto& block = *part.mutable_stocks();
      put_positions(block.mutable_products(), rows, [&](std::size_t i) { return stocks[i].product; });
      put_numbers(block.mutable_openings(), rows, 0.0, [&](std::size_t i) { return stocks[i].opening; });
      put_numbers(block.mutable_closings(), rows, 0.0, [&](std::size_t i) { return stocks[i].closing; });
    });
  }

  const Economy& economy_;
  PartWriter& writer_;
};

void write_header(const Job& job, PartWriter& writer) {
  v1::JobPart part;
  auto& header = *part.mutable_header();
  header.set_magic(job_parts_magic.data(), job_parts_magic.size());
  header.set_version(parts_version);
  header.set_name(job.economy.name);
  header.set_description(job.economy.description);
  header.set_period(job.economy.period);
  to_message(job.economy.provenance, *header.mutable_provenance());
  to_message(job.economy, *header.mutable_objective());
  to_message(job.settings, *header.mutable_settings());
  writer.write(part);
}

}  // namespace

PartCounts counts_of(const Economy& economy) {
  return {{"products", economy.products.size()},
          {"labour_kinds", economy.labour_kinds.size()},
          {"capacities", economy.capacities.size()},
          {"recipes", economy.recipes.size()},
          {"cohorts", economy.cohorts.size()},
          {"needs", economy.needs.size()},
          {"labour_offers", economy.labour_offers.size()},
          {"limits", economy.limits.size()},
          {"limit_terms", economy.limit_terms.size()},
          {"stocks", economy.stocks.size()}};
}

std::string write_job_parts(const Job& job, const PartWriter::Sink& sink) {
  PartWriter writer(sink);
  write_header(job, writer);
  JobBlockWriter(job.economy, writer).write_all();
  std::string digest = writer.digest();
  v1::JobPart part;
  writer.fill_trailer(*part.mutable_trailer(), counts_of(job.economy));
  writer.write(part);
  return digest;
}

}  // namespace planwerk
