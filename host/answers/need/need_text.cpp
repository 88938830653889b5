#include "host/answers/need/need_text.hpp"

#include <cmath>
#include <map>

#include <fmt/format.h>

#include "host/answers/need/answer_sentences.hpp"
#include "host/plan/report/scarcities.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double more_coverage = 1e-6;  // than the plan's, that is told as more

std::string one_more(const std::string& unit) {
  return unit.empty() || unit == "1" ? "one more" : "one more " + unit;
}

// An answer in the economy's names and units.
class NamedAnswer {
 public:
  NamedAnswer(const Economy& economy, const Plan& plan, const NeedAnswer& answer, const Glossary& glossary)
      : economy_(economy), plan_(plan), answer_(answer), glossary_(glossary), need_(economy.needs[answer.need]) {}

  ToldAnswer told(const std::optional<WholeCover>& cover) const {
    ToldAnswer told;
    told.shortfall = shortfall();
    told.is_short = answer_.shortfall > 0;
    if (!told.is_short) return told;
    told.one_more = one_more(unit_of(economy_, need_));
    told.possible = is_possible();
    told.exact = answer_.exact;
    told.unique = answer_.unique;
    for (const Bottleneck& bottleneck : answer_.bottlenecks) told.obstacles.push_back(obstacle(bottleneck));
    for (const ChainLink& link : answer_.chain) told.chain.push_back(link_in_words(link));
    told.chain_end = chain_end();
    add_cost(told);
    told.rivals = losses(answer_.rivals);
    if (cover) told.whole = ToldCover{cover->possible, hours_of_work(cover->cost), losses(cover->losses)};
    if (answer_.labour) told.labour = labour(*answer_.labour);
    told.labour_unanswered = answer_.labour_unanswered;
    return told;
  }

 private:
  std::string in_unit(double value) const { return amount(value, unit_of(economy_, need_)); }
  // In hours of burden, or in what the tier counts that holds the need back.
  std::string in_cost(double value) const { return amount(value, unit_of_tier(economy_, answer_.tier)); }
  static std::string hours_of_work(double value) { return figure(value) + " h of work"; }
  bool is_possible() const { return std::isfinite(answer_.marginal_cost); }

  std::string shortfall() const {
    const Cohort& cohort = economy_.cohorts[need_.cohort];
    return fmt::format("{} ({}): {} covered, short by {} of {}; {} people ({})", name_or_id(need_), need_.id,
                       percent(plan_.needs[answer_.need].coverage), in_unit(answer_.shortfall),
                       in_unit(economy_.asked(need_)), figure(cohort.size), name_or_id(cohort));
  }

  ToldObstacle obstacle(const Bottleneck& bottleneck) const {
    const std::string& id = bottleneck.id;
    const std::string name = glossary_.name_of(id);
    const auto told = [&](std::string words) { return ToldObstacle{bottleneck.share, std::move(words)}; };
    if (id.starts_with("product:")) return told("nothing supplies more of " + name);
    if (id.starts_with("recipe:")) return told(name + " at its upper limit");
    if (id.starts_with("tier:")) return told(name);
    if (id.starts_with("need:")) return told("it is not what people like best");
    const double left = hours_left(economy_, plan_, id);
    if (left > 0) return told(fmt::format("{}: work, of which {} h more are offered", name, figure(left)));
    const std::string saves =
        is_possible() ? "saves " + in_cost(bottleneck.valuation) : "gives " + in_unit(bottleneck.valuation);
    return {bottleneck.share,
            fmt::format("{}: {}{} {}", name, id.starts_with("labour:") ? "all hours offered are used; " : "",
                        one_more(glossary_.unit_of(id)), saves),
            true};
  }

  std::string link_in_words(const ChainLink& link) const {
    const Product& product = economy_.products[link.product];
    return fmt::format("{} of {}{}", amount(link.amount, product.unit), name_or_id(product),
                       link.recipe == no_index ? "" : ", from " + name_or_id(economy_.recipes[link.recipe]));
  }

  // The bottleneck, where the last link is not it.
  std::string chain_end() const {
    if (answer_.bottlenecks.empty() || answer_.bottlenecks.front().id.starts_with("product:")) return {};
    return glossary_.name_of(answer_.bottlenecks.front().id);
  }

  void add_cost(ToldAnswer& told) const {
    if (answer_.holds_for > 0 && std::isfinite(answer_.holds_for)) told.holds_for = in_unit(answer_.holds_for);
    if (answer_.tier != no_index) {
      const Tier& tier = economy_.objective.tiers[answer_.tier];
      told.tier = fmt::format("\"{}\" ({})", tier.id, aim_in_words(tier.aim));
      told.cost = in_cost(answer_.marginal_cost);
      return;
    }
    told.cost = hours_of_work(answer_.marginal_cost);
    told.doubt = amount(answer_.marginal_doubt, "h");
    if (const auto worth = worth_of_dear_unit(economy_, plan_, answer_)) told.worth = amount(*worth, "h");
  }

  std::vector<ToldRival> losses(const std::vector<Rival>& rivals) const {
    std::vector<ToldRival> told;
    for (const Rival& rival : rivals) {
      const Need& other = economy_.needs[rival.need];
      const std::string& unit = unit_of(economy_, other);
      told.push_back(
          {name_or_id(other), rival.loss, amount(std::fabs(rival.loss), unit), amount(economy_.asked(other), unit)});
    }
    return told;
  }

  ToldLabour labour(const LabourAnswer& labour) const {
    ToldLabour told;
    told.possible = labour.possible;
    told.burden = labour.burden;
    std::map<Index, double> by_kind;
    for (const ExtraHours& extra : labour.hours) by_kind[economy_.labour_offers[extra.offer].kind] += extra.hours;
    for (const auto& [kind, hours] : by_kind) told.hours.push_back({hours, name_or_id(economy_.labour_kinds[kind])});
    for (const NamedResidual& missing : labour.missing) {
      told.missing.push_back({missing.value, glossary_.name_of(missing.id)});
    }
    if (labour.coverage > plan_.needs[answer_.need].coverage + more_coverage) told.reach = percent(labour.coverage);
    for (const NamedResidual& lack : labour.lack) told.lack.push_back({lack.value, glossary_.name_of(lack.id)});
    return told;
  }

  const Economy& economy_;
  const Plan& plan_;
  const NeedAnswer& answer_;
  const Glossary& glossary_;
  const Need& need_;
};

}  // namespace

std::string to_text(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                    const std::optional<WholeCover>& cover) {
  return to_text(economy, plan, answer, cover, Glossary(economy));
}

std::string to_text(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                    const std::optional<WholeCover>& cover, const Glossary& glossary) {
  return sentences(NamedAnswer(economy, plan, answer, glossary).told(cover));
}

}  // namespace planwerk
