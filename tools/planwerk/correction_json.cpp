#include "tools/planwerk/correction_json.hpp"

#include <string>

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(CauseKind kind) {
  switch (kind) {
    case CauseKind::activity:
      return "activity";
    case CauseKind::norm:
      return "norm";
    case CauseKind::unattributed:
      return "unattributed";
    case CauseKind::delivery:
      return "delivery";
    case CauseKind::stock:
      return "stock";
  }
  return "";
}

Json id_of(const Economy& economy, const Cause& cause) {
  if (cause.index == no_index) return nullptr;
  return cause.kind == CauseKind::delivery ? "need:" + economy.needs[cause.index].id
                                           : "recipe:" + economy.recipes[cause.index].id;
}

Json causes_json(const Economy& economy, const Account& account, const std::vector<Cause>& causes) {
  Json list = Json::array();
  for (const Cause& cause : causes) {
    list.push_back({{"kind", name_of(cause.kind)},
                    {"id", id_of(economy, cause)},
                    {"amount", cause.amount},
                    {"words", in_words(economy, account, cause)}});
  }
  return list;
}

Json flows_json(const Flows& flows) {
  return {{"made", flows.made}, {"used", flows.used}, {"delivered", flows.delivered}};
}

}  // namespace

Json to_json(const Economy& economy, const Plan& plan, const Account& account) {
  Json products = Json::array();
  for (const Deviation& deviation : deviations(economy, plan, account)) {
    const ProductAccount& product = account.products[deviation.product];
    Json entry = {{"id", economy.products[deviation.product].id},
                  {"unit", economy.products[deviation.product].unit},
                  {"planned", flows_json(product.planned)},
                  {"real", flows_json(product.real)},
                  {"deviation", product.deviation()},
                  {"worth", deviation.worth},
                  {"causes", causes_json(economy, account, product.causes)}};
    if (deviation.need != no_index) {
      entry["as_much_as"] = {{"need", economy.needs[deviation.need].id}, {"amount", deviation.of_need}};
    }
    products.push_back(std::move(entry));
  }
  Json labour = Json::array();
  for (std::size_t k = 0; k < account.labour_kinds.size(); ++k) {
    const LabourAccount& kind = account.labour_kinds[k];
    if (kind.causes.empty()) continue;
    labour.push_back({{"id", economy.labour_kinds[k].id},
                      {"planned", kind.planned_hours},
                      {"real", kind.hours},
                      {"causes", causes_json(economy, account, kind.causes)}});
  }
  return {{"elapsed", account.elapsed}, {"products", products}, {"labour", labour}};
}

Json to_json(const Economy& economy, const Correction& correction) {
  Json activities = Json::array(), coverages = Json::array();
  for (const ActivityChange& change : correction.activities) {
    activities.push_back(
        {{"recipe", economy.recipes[change.recipe].id}, {"planned", change.planned}, {"now", change.now}});
  }
  for (const CoverageChange& change : correction.coverages) {
    coverages.push_back({{"need", economy.needs[change.need].id},
                         {"people", change.people},
                         {"planned", change.planned},
                         {"now", change.now}});
  }
  return {{"status", std::string(to_string(correction.plan.status))},
          {"reason", correction.plan.reason},
          {"activities", activities},
          {"coverages", coverages}};
}

}  // namespace planwerk::cli
