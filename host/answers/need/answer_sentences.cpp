#include "host/answers/need/answer_sentences.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double least_share = 0.005;  // of the cost, or of the most hours, that is told
constexpr std::size_t longest_list = 8;

std::string capital(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

class Sentences {
 public:
  explicit Sentences(const ToldAnswer& answer) : answer_(answer) {}

  std::string text() {
    line("{}", answer_.shortfall);
    if (!answer_.is_short) return fmt::to_string(text_);
    add_obstacles();
    add_chain();
    add_cost();
    add_rivals();
    if (answer_.whole) add_whole(*answer_.whole);
    if (answer_.labour) add_labour(*answer_.labour);
    if (answer_.labour_unanswered) {
      line("  What covering it fully would take of people's work was not found within the limits of the search.");
    }
    return fmt::to_string(text_);
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_.push_back('\n');
  }

  // As many of them as are worth telling. weight: how much of the whole each one is; largest first.
  template <class Entry, class Weight, class Tell>
  std::size_t list(const std::vector<Entry>& entries, const Weight& weight, const Tell& tell) {
    std::size_t told = 0;
    while (told < std::min(entries.size(), longest_list) && (told == 0 || weight(entries[told]) >= least_share)) {
      tell(entries[told++]);
    }
    return told;
  }

  std::size_t list_obstacles(const std::vector<ToldObstacle>& obstacles) {
    return list(
        obstacles, [](auto& obstacle) { return obstacle.share; },
        [this](auto& obstacle) { line("    {:>7}  {}", percent(obstacle.share), obstacle.words); });
  }

  void add_obstacles() {
    if (answer_.obstacles.empty()) {
      return line("  Nothing stands in the way: {} costs nothing.", answer_.one_more);
    }
    line("  What stands in the way, by its share {}:",
         answer_.possible ? "in what " + answer_.one_more + " costs" : "in the proof that no more is to be had");
    const std::size_t told = list_obstacles(answer_.obstacles);
    if (told < answer_.obstacles.size()) line("             ... and smaller ones");
    add_whose_savings(told);
  }

  // Exact prices are those at which this need is covered further; others than the plan's where an optimum has several.
  void add_whose_savings(std::size_t told) {
    if (!answer_.possible || !answer_.exact) return;
    const auto end = answer_.obstacles.begin() + static_cast<std::ptrdiff_t>(told);
    if (std::none_of(answer_.obstacles.begin(), end, [](auto& obstacle) { return obstacle.tells_savings; })) return;
    line(
        "    What one more saves holds for the next {} of this need; what is scarce in the plan as a whole may have "
        "other figures.",
        answer_.holds_for.empty() ? "unit" : answer_.holds_for);
  }

  void add_chain() {
    if (answer_.chain.empty() || answer_.obstacles.empty()) return;
    line("  The way there, per unit of the need, everything upstream counted:");
    const std::size_t links = answer_.chain.size();
    for (std::size_t k = 0; k < links; ++k) {
      if (k == longest_list - 1 && links > longest_list) {
        line("    ... {} further steps", links - longest_list);
        k = links - 1;
      }
      line("    {}", answer_.chain[k]);
    }
    if (!answer_.chain_end.empty()) line("    {}", answer_.chain_end);
  }

  void add_cost() {
    const std::string one_more = capital(answer_.one_more);
    const std::string reach = answer_.holds_for.empty() ? "" : "; so for the next " + answer_.holds_for;
    if (!answer_.tier.empty()) return add_cost_of_tier(one_more, reach);
    if (!answer_.possible) {
      line("  Nobody could give up anything that would help: {} cannot be had.", answer_.one_more);
    } else if (answer_.exact) {
      line("  {} would cost {}, in hours and in what others lose{}.", one_more, answer_.cost, reach);
    } else {
      line("  {} costs about {}, in hours and in what others lose, give or take {} (by the plan's gap).", one_more,
           answer_.cost, answer_.doubt);
    }
    if (!answer_.worth.empty()) {
      line(
          "  By the job's weights it is worth {}, less than that work: it is short by the job's choice, not by a "
          "fault.",
          answer_.worth);
    }
  }

  void add_cost_of_tier(const std::string& one_more, const std::string& reach) {
    if (!answer_.possible) {
      line("  {} cannot be had, whatever others give up that {} and the tiers before it leave them free to give.",
           one_more, answer_.tier);
    } else if (answer_.exact) {
      line("  {} would cost {}, by what others lose, and {} comes first{}.", one_more, answer_.cost, answer_.tier,
           reach);
    } else {
      line("  {} costs about {}, by what others lose, and {} comes first; how exactly is not known.", one_more,
           answer_.cost, answer_.tier);
    }
  }

  void add_rivals() {
    if (!answer_.possible || !answer_.exact) return;
    if (std::none_of(answer_.rivals.begin(), answer_.rivals.end(), [](auto& rival) { return rival.loss > 0; })) {
      return line("  Nobody would lose by {}.", answer_.one_more);
    }
    line("  For {} would lose or gain{}:", answer_.one_more, answer_.unique ? "" : " (others could at the same cost)");
    add_losses(answer_.rivals);
  }

  void add_whole(const ToldCover& whole) {
    if (!whole.possible) return line("  The whole shortfall cannot be covered, whatever others give up.");
    line("  Covering all of it would cost {}{}", whole.cost,
         whole.losses.empty() ? ", and nobody would lose." : "; for all of it would lose or gain:");
    add_losses(whole.losses);
  }

  void add_losses(const std::vector<ToldRival>& rivals) {
    const auto all_alike = [](auto&) { return 1.0; };
    const std::size_t told = list(rivals, all_alike, [this](const ToldRival& rival) {
      line("    {} {} {}{}", rival.need, rival.loss > 0 ? "would lose" : "would gain", rival.amount,
           rival.asked.empty() ? "" : ", of " + rival.asked + " asked for");
    });
    if (told < rivals.size()) line("    ... and {} more", rivals.size() - told);
  }

  void add_labour(const ToldLabour& labour) {
    if (!labour.possible) {
      line("  Work is not what is missing: with all the hours one could wish for, and nobody else worse off, {}.",
           labour.reach.empty() ? "no more could be covered" : labour.reach + " could be covered, no more");
      list_obstacles(labour.lack);
      return;
    }
    line("  Covering it fully, with nobody else worse off, is a question of work: a burden of {} h more.",
         figure(labour.burden));
    add_hours(labour.hours, [this](const ToldHours& extra) {
      line("    {} h {} of {}, within what is offered", figure(std::fabs(extra.hours)),
           extra.hours > 0 ? "more" : "less", extra.work);
    });
    add_hours(labour.missing, [this](const ToldHours& missing) {
      line("    {} h of {} that nobody has offered yet", figure(missing.hours), missing.work);
    });
  }

  template <class Tell>
  void add_hours(std::vector<ToldHours> hours, const Tell& tell) {
    const auto size = [](const ToldHours& entry) { return std::fabs(entry.hours); };
    std::stable_sort(hours.begin(), hours.end(), [&](auto& one, auto& other) { return size(one) > size(other); });
    const std::size_t told = list(
        hours, [&](auto& entry) { return size(entry) / size(hours[0]); }, tell);
    if (told < hours.size()) line("    ... and smaller changes");
  }

  const ToldAnswer& answer_;
  fmt::memory_buffer text_;
};

}  // namespace

std::string sentences(const ToldAnswer& answer) {
  return Sentences(answer).text();
}

}  // namespace planwerk
