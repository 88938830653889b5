#include "tools/planwerk/need_json.hpp"

#include "host/plan/report/words.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

Json part_json(const Economy& economy, const std::vector<Rival>& rivals) {
  Json list = Json::array();
  for (const Rival& rival : rivals) list.push_back({{"need", economy.needs[rival.need].id}, {"loss", rival.loss}});
  return list;
}

Json part_json(const Economy& economy, const std::vector<ExtraHours>& hours) {
  Json list = Json::array();
  for (const ExtraHours& extra : hours) {
    const LabourOffer& offer = economy.labour_offers[extra.offer];
    list.push_back({{"offer", offer.id},
                    {"kind", economy.labour_kinds[offer.kind].id},
                    {"step", extra.step},
                    {"hours", extra.hours}});
  }
  return list;
}

Json part_json(const std::vector<NamedResidual>& entries, const char* what) {
  Json list = Json::array();
  for (const NamedResidual& entry : entries) list.push_back({{"id", entry.id}, {what, entry.value}});
  return list;
}

Json part_json(const Economy& economy, const LabourAnswer& labour) {
  return {{"possible", labour.possible},
          {"burden", labour.burden},
          {"coverage", labour.coverage},
          {"hours", part_json(economy, labour.hours)},
          {"hours_not_offered", part_json(labour.missing, "hours")},
          {"lack", part_json(labour.lack, "share")}};
}

}  // namespace

Json to_json(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
             const std::optional<WholeCover>& whole) {
  Json bottlenecks = Json::array(), chain = Json::array();
  for (const Bottleneck& entry : answer.bottlenecks) {
    bottlenecks.push_back({{"id", entry.id}, {"share", entry.share}, {"valuation", finite_or_null(entry.valuation)}});
  }
  for (const ChainLink& link : answer.chain) {
    chain.push_back({{"product", economy.products[link.product].id},
                     {"recipe", link.recipe == no_index ? Json() : Json(economy.recipes[link.recipe].id)},
                     {"amount", link.amount}});
  }
  const auto dear = worth_of_dear_unit(economy, plan, answer);
  Json json{{"need", economy.needs[answer.need].id},
            {"coverage", plan.needs[answer.need].coverage},
            {"shortfall", answer.shortfall},
            {"tier", answer.tier == no_index ? Json() : Json(economy.objective.tiers[answer.tier].id)},
            {"level", answer.level},
            {"unit_of_cost", unit_of_tier(economy, answer.tier)},
            {"marginal_cost", finite_or_null(answer.marginal_cost)},
            {"short_by_choice", dear ? Json({{"worth", *dear}}) : Json()},
            {"marginal_doubt", finite_or_null(answer.marginal_doubt)},
            {"exact", answer.exact},
            {"unique", answer.unique},
            {"holds_for", finite_or_null(answer.holds_for)},
            {"bottlenecks", bottlenecks},
            {"chain", chain},
            {"rivals", part_json(economy, answer.rivals)},
            {"hours", part_json(economy, answer.hours)}};
  if (whole) {
    json["whole_shortfall"] = {
        {"possible", whole->possible}, {"cost", whole->cost}, {"losses", part_json(economy, whole->losses)}};
  }
  if (answer.labour) json["labour"] = part_json(economy, *answer.labour);
  if (answer.labour_unanswered) json["labour_unanswered"] = true;
  return json;
}

}  // namespace planwerk::cli
