#include "host/answers/need/need_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "host/plan/report/scarcities.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double least_share = 0.005;  // of the cost, that is told
constexpr std::size_t longest_list = 8;

std::string one_more(const std::string& unit) {
  return unit.empty() || unit == "1" ? "one more" : "one more " + unit;
}

class Words {
 public:
  Words(const Economy& economy, const Plan& plan, const NeedAnswer& answer, const Glossary& glossary)
      : economy_(economy), plan_(plan), answer_(answer), glossary_(glossary), need_(economy.needs[answer.need]) {}

  std::string text(const std::optional<WholeCover>& cover) {
    add_shortfall();
    if (answer_.shortfall <= 0) return fmt::to_string(text_);
    add_obstacles();
    add_chain();
    add_cost();
    add_rivals(cover);
    if (answer_.labour) add_labour(*answer_.labour);
    return fmt::to_string(text_);
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_.push_back('\n');
  }

  std::string in_unit(double value) const { return amount(value, unit_of(economy_, need_)); }
  // In hours of burden, or in what the tier counts that holds the need back.
  std::string in_cost(double value) const { return amount(value, unit_of_tier(economy_, answer_.tier)); }
  std::string one_unit() const { return one_more(unit_of(economy_, need_)); }
  // "; so for the next 37 m2": as far as the cost, and what it is made of, stay as they are.
  std::string reach() const { return reaches() ? "; so for the next " + in_unit(answer_.holds_for) : ""; }
  bool reaches() const { return answer_.holds_for > 0 && std::isfinite(answer_.holds_for); }

  void add_shortfall() {
    const Cohort& cohort = economy_.cohorts[need_.cohort];
    line("{} ({}): {} covered, short by {} of {}; {} people ({})", name_or_id(need_), need_.id,
         percent(plan_.needs[answer_.need].coverage), in_unit(answer_.shortfall), in_unit(economy_.asked(need_)),
         figure(cohort.size), name_or_id(cohort));
  }

  bool is_possible() const { return std::isfinite(answer_.marginal_cost); }

  void add_obstacles() {
    if (answer_.bottlenecks.empty()) {
      line("  Nothing stands in the way: {} costs nothing.", one_unit());
      return;
    }
    line("  What stands in the way, by its share {}:",
         is_possible() ? "in what " + one_unit() + " costs" : "in the proof that no more is to be had");
    std::size_t told = 0;
    for (const Bottleneck& bottleneck : answer_.bottlenecks) {
      if (told == longest_list || (told > 0 && bottleneck.share < least_share)) break;
      line("    {:>7}  {}", percent(bottleneck.share), obstacle(bottleneck));
      ++told;
    }
    if (told < answer_.bottlenecks.size()) line("             ... and smaller ones");
    add_whose_savings(told);
  }

  // Exact prices are those at which this need is covered further; others than the plan's where an optimum has several.
  void add_whose_savings(std::size_t told) {
    if (!is_possible() || !answer_.exact) return;
    const auto end = answer_.bottlenecks.begin() + static_cast<std::ptrdiff_t>(told);
    if (std::none_of(answer_.bottlenecks.begin(), end, [this](auto& b) { return tells_savings(b); })) return;
    line(
        "    What one more saves holds for the next {} of this need; what is scarce in the plan as a whole may have "
        "other figures.",
        reaches() ? in_unit(answer_.holds_for) : "unit");
  }

  // Not what no amount could be added to, nor work of which more is offered.
  bool tells_savings(const Bottleneck& bottleneck) const {
    for (const char* kind : {"product:", "recipe:", "tier:", "need:"}) {
      if (bottleneck.id.starts_with(kind)) return false;
    }
    return hours_left(economy_, plan_, bottleneck.id) <= 0;
  }

  std::string obstacle(const Bottleneck& bottleneck) const {
    const std::string name = glossary_.name_of(bottleneck.id);
    const double left = hours_left(economy_, plan_, bottleneck.id);
    if (bottleneck.id.starts_with("product:")) return "nothing supplies more of " + name;
    if (bottleneck.id.starts_with("recipe:")) return name + " at its upper limit";
    if (bottleneck.id.starts_with("tier:")) return name;
    if (bottleneck.id.starts_with("need:")) return "it is not what people like best";
    const std::string more = one_more(unit_of_thing(economy_, bottleneck.id));
    const std::string saves = is_possible() ? fmt::format("{} saves {}", more, in_cost(bottleneck.valuation))
                                            : fmt::format("{} gives {}", more, in_unit(bottleneck.valuation));
    if (left > 0) return fmt::format("{}: work, of which {} h more are offered", name, figure(left));
    if (bottleneck.id.starts_with("labour:")) return fmt::format("{}: all hours offered are used; {}", name, saves);
    return fmt::format("{}: {}", name, saves);
  }

  void add_chain() {
    if (answer_.chain.empty() || answer_.bottlenecks.empty()) return;
    line("  The way there, per unit of the need, everything upstream counted:");
    const std::size_t links = answer_.chain.size();
    for (std::size_t k = 0; k < links; ++k) {
      if (k == longest_list - 1 && links > longest_list) {
        line("    ... {} further steps", links - longest_list);
        k = links - 1;
      }
      const ChainLink& link = answer_.chain[k];
      const Product& product = economy_.products[link.product];
      line("    {} of {}{}", amount(link.amount, product.unit), name_or_id(product),
           link.recipe == no_index ? "" : ", from " + name_or_id(economy_.recipes[link.recipe]));
    }
    const std::string& end = answer_.bottlenecks.front().id;
    if (!end.starts_with("product:")) line("    {}", glossary_.name_of(end));  // else the last link is it
  }

  // Of a plan of tiers: the first tier that one more unit would make worse.
  void add_cost_of_tier() {
    const Tier& tier = economy_.objective.tiers[answer_.tier];
    const std::string what = fmt::format("\"{}\" ({})", tier.id, aim_in_words(tier.aim));
    if (!is_possible()) {
      line("  {} cannot be had, whatever others give up that {} and the tiers before it leave them free to give.",
           capital(one_unit()), what);
    } else if (answer_.exact) {
      line("  {} would cost {}, by what others lose, and {} comes first{}.", capital(one_unit()),
           in_cost(answer_.marginal_cost), what, reach());
    } else {
      line("  {} costs about {}, by what others lose, and {} comes first; how exactly is not known.",
           capital(one_unit()), in_cost(answer_.marginal_cost), what);
    }
  }

  void add_cost() {
    if (answer_.tier != no_index) return add_cost_of_tier();
    if (!is_possible()) {
      line("  Nobody could give up anything that would help: {} cannot be had.", one_unit());
    } else if (answer_.exact) {
      line("  {} would cost {} h of work, in hours and in what others lose{}.", capital(one_unit()),
           figure(answer_.marginal_cost), reach());
      if (const auto worth = worth_of_dear_unit(economy_, plan_, answer_)) {
        line(
            "  By the job's weights it is worth {} h, less than that work: it is short by the job's choice, not by a "
            "fault.",
            figure(*worth));
      }
    } else {
      line("  {} costs about {} h of work, in hours and in what others lose, give or take {} h (by the plan's gap).",
           capital(one_unit()), figure(answer_.marginal_cost), figure(answer_.marginal_doubt));
    }
  }

  static std::string capital(std::string text) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
  }

  void add_rivals(const std::optional<WholeCover>& cover) {
    if (is_possible() && answer_.exact) add_rivals_per_unit();
    if (!cover) return;
    if (!cover->possible) {
      line("  The whole shortfall cannot be covered, whatever others give up.");
      return;
    }
    line("  Covering all of it would cost {} h of work{}", figure(cover->cost),
         cover->losses.empty() ? ", and nobody would lose." : "; for all of it would lose or gain:");
    add_losses(cover->losses);
  }

  void add_rivals_per_unit() {
    const auto losers = std::count_if(answer_.rivals.begin(), answer_.rivals.end(), [](auto& r) { return r.loss > 0; });
    if (losers == 0) {
      line("  Nobody would lose by {}.", one_unit());
      return;
    }
    line("  For {} would lose or gain{}:", one_unit(), answer_.unique ? "" : " (others could at the same cost)");
    add_losses(answer_.rivals);
  }

  void add_losses(const std::vector<Rival>& rivals) {
    const std::size_t shown = std::min(rivals.size(), longest_list);
    for (std::size_t k = 0; k < shown; ++k) {
      const Need& other = economy_.needs[rivals[k].need];
      const double loss = rivals[k].loss;
      line("    {} {} {}, of {} asked for", name_or_id(other), loss > 0 ? "would lose" : "would gain",
           amount(std::fabs(loss), unit_of(economy_, other)), amount(economy_.asked(other), unit_of(economy_, other)));
    }
    if (shown < rivals.size()) line("    ... and {} more", rivals.size() - shown);
  }

  void add_labour(const LabourAnswer& labour) {
    if (!labour.possible) {
      line("  Work is not what is missing: with all the hours one could wish for, and nobody else worse off, {}.",
           labour.coverage > plan_.needs[answer_.need].coverage + 1e-6
               ? percent(labour.coverage) + " could be covered, no more"
               : "no more could be covered");
      for (std::size_t k = 0; k < std::min(labour.lack.size(), longest_list); ++k) {
        if (k > 0 && labour.lack[k].value < least_share) break;
        line("    {:>7}  {}", percent(labour.lack[k].value), glossary_.name_of(labour.lack[k].id));
      }
      return;
    }
    line("  Covering it fully, with nobody else worse off, is a question of work: a burden of {} h more.",
         figure(labour.burden));
    std::map<Index, double> by_kind;
    for (const ExtraHours& extra : labour.hours) by_kind[economy_.labour_offers[extra.offer].kind] += extra.hours;
    for (const auto& [kind, hours] : by_kind) {
      line("    {} h {} of {}, within what is offered", figure(std::fabs(hours)), hours > 0 ? "more" : "less",
           name_or_id(economy_.labour_kinds[kind]));
    }
    for (const NamedResidual& missing : labour.missing) {
      line("    {} h of {} that nobody has offered yet", figure(missing.value), glossary_.name_of(missing.id));
    }
  }

  const Economy& economy_;
  const Plan& plan_;
  const NeedAnswer& answer_;
  const Glossary& glossary_;
  const Need& need_;
  fmt::memory_buffer text_;
};

}  // namespace

std::string to_text(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                    const std::optional<WholeCover>& cover) {
  return to_text(economy, plan, answer, cover, Glossary(economy));
}

std::string to_text(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                    const std::optional<WholeCover>& cover, const Glossary& glossary) {
  return Words(economy, plan, answer, glossary).text(cover);
}

}  // namespace planwerk
