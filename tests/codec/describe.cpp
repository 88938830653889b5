#include "tests/codec/describe.hpp"

#include <cstdio>
#include <string_view>

namespace planwerk::tests {

namespace {

std::string text(const std::string& value) {
  return std::string("'").append(value).append("'");
}
std::string text(double value) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%a", value);
  return digits;
}
std::string text(std::int64_t value) {
  return std::to_string(value);
}
std::string text(Index value) {
  return std::to_string(value);
}
std::string text(BalanceRule value) {
  return std::to_string(static_cast<int>(value));
}
std::string text(Aim value) {
  return std::to_string(static_cast<int>(value));
}
std::string text(bool value) {
  return value ? "yes" : "no";
}
std::string text(Status value) {
  return std::string(to_string(value));
}

class Lines {
 public:
  template <class... Values>
  void add(const std::string& name, const Values&... values) {
    std::string line = name + ":";
    (line.append(1, ' ').append(text(values)), ...);
    lines_.push_back(std::move(line));
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

void add_flows(Lines& lines, const std::string& name, std::span<const Flow> flows) {
  for (const auto& [index, amount] : flows) lines.add(name, index, amount);
}

void add_steps(Lines& lines, const std::string& name, std::span<const CoverageStep> steps) {
  for (const auto& [width, value] : steps) lines.add(name, width, value);
}

void add_residuals(Lines& lines, const std::string& name, const std::vector<NamedResidual>& residuals) {
  for (const auto& [id, value] : residuals) lines.add(name, id, value);
}

void add_bottlenecks(Lines& lines, const std::vector<Bottleneck>& bottlenecks) {
  for (const auto& b : bottlenecks) lines.add(" bottleneck", b.id, b.valuation, b.share);
}

void add_numbers(Lines& lines, const std::string& name, const std::vector<double>& numbers) {
  for (const double number : numbers) lines.add(name, number);
}

void add_proof(Lines& lines, const TierProof& proof) {
  add_numbers(lines, " product price", proof.products);
  add_numbers(lines, " labour price", proof.labour_kinds);
  add_numbers(lines, " capacity price", proof.capacities);
  add_numbers(lines, " limit price", proof.limits);
  add_numbers(lines, " earlier price", proof.earlier);
  add_numbers(lines, " need weight", proof.needs);
}

void add_tier_result(Lines& lines, const TierResult& result) {
  lines.add("tier", result.tier, result.level, result.value, result.bound, result.held_at);
  for (const Index need : result.settled) lines.add(" settled", need);
  add_proof(lines, result.proof);
}

void add_answer(Lines& lines, const NeedAnswer& answer) {
  lines.add("answer", answer.need, answer.shortfall, answer.marginal_cost, answer.marginal_doubt, answer.exact);
  add_bottlenecks(lines, answer.bottlenecks);
  for (const Rival& rival : answer.rivals) lines.add(" rival", rival.need, rival.loss);
  for (const ChainLink& link : answer.chain) lines.add(" link", link.product, link.recipe, link.amount);
  lines.add(" holds", answer.holds_for, answer.unique, answer.tier, answer.level, answer.labour_unanswered);
  for (const ExtraHours& extra : answer.hours) lines.add(" hours", extra.offer, extra.step, extra.hours);
  if (!answer.labour) return;
  lines.add(" labour", answer.labour->possible, answer.labour->burden, answer.labour->coverage);
  for (const ExtraHours& extra : answer.labour->hours) lines.add("  hours", extra.offer, extra.step, extra.hours);
  add_residuals(lines, "  lack", answer.labour->lack);
  add_residuals(lines, "  missing", answer.labour->missing);
}

}  // namespace

std::vector<std::string> describe(const Job& job) {
  const Economy& e = job.economy;
  Lines lines;
  lines.add("frame", e.name, e.description, e.period, e.provenance.source, e.provenance.version, e.provenance.licence);
  for (const auto& note : e.provenance.notes) lines.add("note", note);
  for (const auto& p : e.products) lines.add("product", p.id, p.name, p.unit, p.balance, p.group);
  for (const auto& r : e.recipes) {
    lines.add("recipe", r.id, r.name, r.lower_activity, r.upper_activity, r.strain);
    add_flows(lines, " input", e.flows_of(r.inputs));
    add_flows(lines, " output", e.flows_of(r.outputs));
    add_flows(lines, " labour", e.flows_of(r.labour));
    add_flows(lines, " capacity", e.flows_of(r.capacities));
  }
  for (const auto& c : e.cohorts) lines.add("cohort", c.id, c.name, c.size);
  for (const auto& n : e.needs) {
    lines.add("need", n.id, n.name, n.cohort, n.amount_per_head, n.weight, n.weight_origin, n.floor, n.reason);
    for (const auto& [product, rate, regret] : e.alternatives_of(n)) lines.add(" alternative", product, rate, regret);
    if (n.steps.size() > 0) add_steps(lines, " step", e.ladder_of(n));
  }
  for (const auto& k : e.labour_kinds) lines.add("labour kind", k.id, k.name);
  for (const auto& o : e.labour_offers) {
    lines.add("labour offer", o.id, o.kind, o.cohort);
    for (const auto& [hours, burden] : e.steps_of(o)) lines.add(" step", hours, burden);
  }
  for (const auto& c : e.capacities) lines.add("capacity", c.id, c.name, c.unit, c.amount);
  for (const auto& l : e.limits) {
    lines.add("limit", l.id, l.name, l.unit, l.lower, l.upper, l.origin);
    for (const auto& t : e.terms_of(l)) lines.add(" term", t.product, t.recipe, t.coefficient);
  }
  for (const auto& s : e.stocks) lines.add("stock", s.product, s.opening, s.closing);
  lines.add("objective", e.objective.hours_per_coverage, e.objective.origin);
  add_steps(lines, "ladder", e.objective.ladder);
  for (const Tier& tier : e.objective.tiers) {
    lines.add("tier", tier.id, tier.aim, tier.tolerance, Index{tier.depth}, tier.origin);
    for (const auto& t : e.terms_of(tier)) lines.add(" term", t.product, t.recipe, t.coefficient);
  }
  lines.add("settings", job.settings.tolerance.value_or(-1), job.settings.time_limit_s.value_or(-1),
            job.settings.method);
  return lines.take();
}

std::vector<std::string> describe(const Plan& p) {
  Lines lines;
  lines.add("frame", p.job_name, p.job_sha256, p.status, p.reason);
  for (const double activity : p.activity) lines.add("activity", activity);
  for (const auto& n : p.needs) {
    lines.add("need", n.delivered, n.coverage, n.marginal_cost);
    for (const double amount : n.deliveries) lines.add(" delivery", amount);
  }
  for (const auto& offer : p.labour) {
    lines.add("offer");
    for (const double hours : offer) lines.add(" hours", hours);
  }
  for (const double drawn : p.drawn) lines.add("drawn", drawn);
  for (const auto& r : p.products) {
    lines.add("product", r.made, r.used, r.delivered, r.drawn, r.surplus, r.valuation);
  }
  for (const auto& r : p.labour_kinds) lines.add("labour kind", r.used, r.offered, r.valuation);
  for (const auto& r : p.capacities) lines.add("capacity", r.used, r.valuation);
  for (const auto& r : p.limits) lines.add("limit", r.value, r.valuation);
  const PlanCertificate& c = p.certificate;
  lines.add("certificate", c.max_shortage, c.shortage_percentile_99, c.max_excess, c.primal_residual_2,
            c.primal_residual_inf, c.objective, c.safe_bound, c.safe_gap, c.fall_through, c.amounts_within);
  add_residuals(lines, "worst", c.worst);
  for (const auto& x : p.explanations) {
    lines.add("explanation", x.need, x.shortfall);
    add_bottlenecks(lines, x.bottlenecks);
  }
  add_residuals(lines, "conflict", p.conflict);
  for (const TierResult& result : p.tiers) add_tier_result(lines, result);
  add_proof(lines, p.no_fall_through);
  for (const NeedAnswer& answer : p.answers) add_answer(lines, answer);
  for (const std::string& id : p.minimal_conflict) lines.add("minimal conflict", id);
  for (const Relaxation& r : p.relaxations) lines.add("relaxation", r.id, r.by, r.relative);
  const SolveRecord& r = p.record;
  lines.add("record", r.method, r.device, r.iterations, r.matrix_products, r.elapsed_s, r.tolerance, r.version);
  return lines.take();
}

}  // namespace planwerk::tests
