#include "tools/planwerk/plan_json.hpp"

#include <limits>

#include "host/plan/report/scarcities.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

Json needs_json(const Economy& economy, const Plan& plan) {
  std::vector<Json> bottlenecks(plan.needs.size(), Json::array());
  for (const NeedExplanation& explanation : plan.explanations) {
    for (const Bottleneck& bottleneck : explanation.bottlenecks) {
      bottlenecks[static_cast<std::size_t>(explanation.need)].push_back(
          {{"id", bottleneck.id}, {"share", bottleneck.share}, {"valuation", finite_or_null(bottleneck.valuation)}});
    }
  }
  Json list = Json::array();
  for (std::size_t n = 0; n < plan.needs.size(); ++n) {
    const NeedResult& result = plan.needs[n];
    list.push_back({{"id", economy.needs[n].id},
                    {"coverage", result.coverage},
                    {"asked", economy.asked(economy.needs[n])},
                    {"delivered", result.delivered},
                    {"marginal_cost", finite_or_null(result.marginal_cost)},
                    {"bottlenecks", std::move(bottlenecks[n])}});
  }
  return list;
}

Json tiers_json(const Economy& economy, const Plan& plan) {
  Json list = Json::array();
  for (const TierResult& result : plan.tiers) {
    Json settled = Json::array();
    for (const Index need : result.settled) settled.push_back(economy.needs[need].id);
    list.push_back({{"tier", economy.objective.tiers[result.tier].id},
                    {"level", result.level},
                    {"value", finite_or_null(result.value)},
                    {"bound", finite_or_null(result.bound)},
                    {"held_at", finite_or_null(result.held_at)},
                    {"settled", std::move(settled)}});
  }
  return list;
}

}  // namespace

Json to_json(const PlanCertificate& certificate) {
  Json worst = Json::array();
  for (const NamedResidual& entry : certificate.worst) worst.push_back({{"id", entry.id}, {"value", entry.value}});
  return {{"max_shortage", certificate.max_shortage},
          {"shortage_percentile_99", certificate.shortage_percentile_99},
          {"max_excess", certificate.max_excess},
          {"worst", worst},
          {"primal_residual_2", certificate.primal_residual_2},
          {"primal_residual_inf", certificate.primal_residual_inf},
          {"objective", finite_or_null(certificate.objective)},
          {"safe_bound", finite_or_null(certificate.safe_bound)},
          {"safe_gap", finite_or_null(certificate.safe_gap)},
          {"fall_through", certificate.fall_through},
          {"amounts_within", certificate.amounts_within}};
}

Json to_json(const Economy& economy, const Plan& plan) {
  Json labour = Json::array();
  for (std::size_t k = 0; k < plan.labour_kinds.size(); ++k) {
    const LabourResult& result = plan.labour_kinds[k];
    labour.push_back({{"id", economy.labour_kinds[k].id},
                      {"used", result.used},
                      {"offered", result.offered},
                      {"valuation", result.valuation}});
  }
  Json scarce = Json::array();
  for (const Scarcity& entry : scarcities(economy, plan, std::numeric_limits<std::size_t>::max())) {
    scarce.push_back({{"id", entry.id},
                      {"bound", entry.bound},
                      {"unit", entry.unit},
                      {"valuation", entry.valuation},
                      {"worth_of_one_percent_more", entry.worth_of_more}});
  }
  Json conflict = Json::array();
  for (const NamedResidual& entry : plan.conflict) conflict.push_back(entry.id);
  return {{"job", plan.job_name},
          {"status", std::string(to_string(plan.status))},
          {"reason", plan.reason},
          {"objective", finite_or_null(plan.certificate.objective)},
          {"gap", finite_or_null(plan.certificate.safe_gap)},
          {"time_s", plan.record.elapsed_s},
          {"iterations", plan.record.iterations},
          {"certificate", to_json(plan.certificate)},
          {"tiers", tiers_json(economy, plan)},
          {"needs", needs_json(economy, plan)},
          {"labour", labour},
          {"scarce", scarce},
          {"conflict", conflict}};
}

}  // namespace planwerk::cli
