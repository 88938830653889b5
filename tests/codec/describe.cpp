#include "tests/codec/describe.hpp"

#include <cstdio>
#include <string_view>

namespace planwerk::testing {

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

}  // namespace

std::vector<std::string> describe(const Job& job) {
  const Economy& e = job.economy;
  Lines lines;
  lines.add("frame", e.name, e.description, e.period, e.provenance.source, e.provenance.version, e.provenance.licence);
  for (const auto& note : e.provenance.notes) lines.add("note", note);
  for (const auto& p : e.products) lines.add("product", p.id, p.name, p.unit, p.balance);
  for (const auto& r : e.recipes) {
    lines.add("recipe", r.id, r.name, r.lower_activity, r.upper_activity);
    add_flows(lines, " input", e.flows_of(r.inputs));
    add_flows(lines, " output", e.flows_of(r.outputs));
    add_flows(lines, " labour", e.flows_of(r.labour));
    add_flows(lines, " capacity", e.flows_of(r.capacities));
  }
  for (const auto& c : e.cohorts) lines.add("cohort", c.id, c.name, c.size);
  for (const auto& n : e.needs) {
    lines.add("need", n.id, n.name, n.cohort, n.amount_per_head, n.weight, n.weight_origin, n.floor, n.reason);
    for (const auto& [product, rate] : e.alternatives_of(n)) lines.add(" alternative", product, rate);
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
  lines.add("hours per coverage", e.objective.hours_per_coverage);
  add_steps(lines, "ladder", e.objective.ladder);
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
            c.primal_residual_inf, c.objective, c.safe_bound, c.safe_gap);
  add_residuals(lines, "worst", c.worst);
  for (const auto& x : p.explanations) {
    lines.add("explanation", x.need, x.shortfall);
    for (const auto& b : x.bottlenecks) lines.add(" bottleneck", b.id, b.valuation, b.share);
  }
  add_residuals(lines, "conflict", p.conflict);
  const SolveRecord& r = p.record;
  lines.add("record", r.method, r.device, r.iterations, r.matrix_products, r.elapsed_s, r.tolerance, r.version);
  return lines.take();
}

}  // namespace planwerk::testing
