// What differs between the job of the plan and that of the plan beside it: bounds, in words. Things are matched by id.
#include <cmath>
#include <unordered_map>

#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_named = 4;

class BoundsOfJobs {
 public:
  explicit BoundsOfJobs(const ReportBody& body)
      : body_(body), here_(body.economy), there_(*body.settings.compared.economy) {}

  // Every capacity, limit, stock and offer that is in both jobs and has another size in the other one.
  std::vector<std::string> differences() {
    const auto id = [](const auto& thing) -> const std::string& { return thing.id; };
    for_pairs(here_.capacities, there_.capacities, id, id, [&](const Capacity& here, const Capacity& there) {
      compare(name_or_id(here), here.unit, here.amount, there.amount);
    });
    for_pairs(here_.limits, there_.limits, id, id, [&](const Limit& here, const Limit& there) {
      compare(body_.say(Phrase::bound_at_least, name_or_id(here)), here.unit, here.lower, there.lower);
      compare(body_.say(Phrase::bound_at_most, name_or_id(here)), here.unit, here.upper, there.upper);
    });
    const auto product_of = [](const Economy& economy) {
      return [&economy](const Stock& stock) -> const std::string& { return economy.products[stock.product].id; };
    };
    for_pairs(
        here_.stocks, there_.stocks, product_of(here_), product_of(there_), [&](const Stock& here, const Stock& there) {
          const Product& product = here_.products[here.product];
          compare(body_.say(Phrase::bound_opening, name_or_id(product)), product.unit, here.opening, there.opening);
          compare(body_.say(Phrase::bound_closing, name_or_id(product)), product.unit, here.closing, there.closing);
        });
    for_pairs(here_.labour_offers, there_.labour_offers, id, id,
              [&](const LabourOffer& here, const LabourOffer& there) { compare_steps(here, there); });
    return std::move(found_);
  }

 private:
  template <class Thing, class IdHere, class IdThere, class Act>
  static void for_pairs(const std::vector<Thing>& here, const std::vector<Thing>& there, IdHere id_here,
                        IdThere id_there, Act act) {
    std::unordered_map<std::string_view, const Thing*> others;
    for (const Thing& thing : there) others.emplace(id_there(thing), &thing);
    for (const Thing& thing : here) {
      const auto other = others.find(id_here(thing));
      if (other != others.end()) act(thing, *other->second);
    }
  }

  void compare_steps(const LabourOffer& here, const LabourOffer& there) {
    const auto steps = here_.steps_of(here), others = there_.steps_of(there);
    const std::string kind = name_or_id(here_.labour_kinds[here.kind]);
    const std::string who = here.cohort == no_index ? here.id : name_or_id(here_.cohorts[here.cohort]);
    for (std::size_t s = 0; s < std::min(steps.size(), others.size()); ++s) {
      compare(body_.say(Phrase::bound_offer, kind, who, body_.language.figure(steps[s].burden)), "h", steps[s].hours,
              others[s].hours);
    }
  }

  void compare(const std::string& bound, const std::string& unit, double here, double there) {
    if (here == there) return;
    found_.push_back(body_.say(Phrase::bound_instead, bound, in_words(here, unit), in_words(there, unit)));
  }

  std::string in_words(double bound, const std::string& unit) const {
    return std::isfinite(bound) ? body_.language.amount(bound, unit) : std::string(body_[Phrase::bound_none]);
  }

  const ReportBody& body_;
  const Economy& here_;
  const Economy& there_;
  std::vector<std::string> found_;
};

}  // namespace

void tell_other_job(ReportBody& body) {
  const OtherPlan& other = body.settings.compared;
  if (!other.job_differences) return;
  if (*other.job_differences == 0) return body.paragraph(body.say(Phrase::jobs_alike, other.name));
  auto named = BoundsOfJobs(body).differences();
  if (named.size() > most_named) named.resize(most_named);
  if (*other.job_differences > named.size()) {
    named.push_back(body.say(Phrase::jobs_differ_more, *other.job_differences - named.size()));
  }
  body.paragraph(body.say(Phrase::jobs_differ, other.name, fmt::to_string(fmt::join(named, "; "))));
}

}  // namespace planwerk
