#include "host/codec/plan_answers.hpp"

#include "host/codec/id_index.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

template <class Messages>
void add_bottlenecks(const std::vector<Bottleneck>& bottlenecks, Messages& messages) {
  for (const Bottleneck& bottleneck : bottlenecks) {
    auto& entry = *messages.Add();
    entry.set_id(bottleneck.id);
    entry.set_valuation(bottleneck.valuation);
    entry.set_share(bottleneck.share);
  }
}

template <class Messages>
std::vector<Bottleneck> bottlenecks_of(const Messages& messages) {
  std::vector<Bottleneck> bottlenecks;
  for (const auto& entry : messages) bottlenecks.push_back({entry.id(), entry.valuation(), entry.share()});
  return bottlenecks;
}

template <class Messages>
void add_residuals(const std::vector<NamedResidual>& residuals, Messages& messages) {
  for (const NamedResidual& residual : residuals) {
    auto& entry = *messages.Add();
    entry.set_id(residual.id);
    entry.set_value(residual.value);
  }
}

template <class Messages>
std::vector<NamedResidual> residuals_of(const Messages& messages) {
  std::vector<NamedResidual> residuals;
  for (const auto& entry : messages) residuals.push_back({entry.id(), entry.value()});
  return residuals;
}

void add_explanation(const NeedExplanation& explanation, const Economy& economy, v1::NeedExplanation& message) {
  message.set_need(economy.needs[explanation.need].id);
  message.set_shortfall(explanation.shortfall);
  add_bottlenecks(explanation.bottlenecks, *message.mutable_bottlenecks());
}

template <class Messages>
void add_hours(const std::vector<ExtraHours>& hours, const Economy& economy, Messages& messages) {
  for (const ExtraHours& extra : hours) {
    auto& entry = *messages.Add();
    entry.set_offer(economy.labour_offers[extra.offer].id);
    entry.set_step(static_cast<std::uint32_t>(extra.step));
    entry.set_hours(extra.hours);
  }
}

void add_labour(const LabourAnswer& labour, const Economy& economy, v1::LabourAnswer& message) {
  message.set_possible(labour.possible);
  message.set_burden(labour.burden);
  add_hours(labour.hours, economy, *message.mutable_hours());
  add_residuals(labour.lack, *message.mutable_lack());
  add_residuals(labour.missing, *message.mutable_missing());
  message.set_coverage(labour.coverage);
}

void add_answer(const NeedAnswer& answer, const Economy& economy, v1::NeedAnswer& message) {
  message.set_need(economy.needs[answer.need].id);
  message.set_shortfall(answer.shortfall);
  message.set_marginal_cost(answer.marginal_cost);
  message.set_marginal_doubt(answer.marginal_doubt);
  message.set_exact(answer.exact);
  add_bottlenecks(answer.bottlenecks, *message.mutable_bottlenecks());
  for (const Rival& rival : answer.rivals) {
    auto& entry = *message.add_rivals();
    entry.set_need(economy.needs[rival.need].id);
    entry.set_loss(rival.loss);
  }
  for (const ChainLink& link : answer.chain) {
    auto& entry = *message.add_chain();
    entry.set_product(economy.products[link.product].id);
    if (link.recipe != no_index) entry.set_recipe(economy.recipes[link.recipe].id);
    entry.set_amount(link.amount);
  }
  if (answer.labour) add_labour(*answer.labour, economy, *message.mutable_labour());
  message.set_labour_unanswered(answer.labour_unanswered);
  add_hours(answer.hours, economy, *message.mutable_hours());
  message.set_holds_for(answer.holds_for);
  message.set_unique(answer.unique);
  if (answer.tier != no_index) message.set_tier(economy.objective.tiers[answer.tier].id);
  message.set_level(static_cast<std::uint32_t>(answer.level));
}

class AnswerReader {
 public:
  AnswerReader(const Economy& economy, Findings& findings)
      : economy_(economy),
        findings_(findings),
        needs_(index_ids(economy.needs)),
        products_(index_ids(economy.products)),
        recipes_(index_ids(economy.recipes)),
        offers_(index_ids(economy.labour_offers)),
        tiers_(index_ids(economy.objective.tiers)) {}

  NeedExplanation read(const v1::NeedExplanation& message, int position) {
    const Place need = Place("explanations", "", position).field("need");
    return {find(needs_, "need", message.need(), need), message.shortfall(), bottlenecks_of(message.bottlenecks())};
  }

  NeedAnswer read(const v1::NeedAnswer& message, int position) {
    const Place place("answers", "", position);
    NeedAnswer answer;
    answer.need = find(needs_, "need", message.need(), place.field("need"));
    answer.shortfall = message.shortfall();
    answer.marginal_cost = message.marginal_cost();
    answer.marginal_doubt = message.marginal_doubt();
    answer.exact = message.exact();
    answer.bottlenecks = bottlenecks_of(message.bottlenecks());
    for (int k = 0; k < message.rivals_size(); ++k) {
      const auto& rival = message.rivals(k);
      answer.rivals.push_back(
          {find(needs_, "need", rival.need(), place.entry("rivals", k).field("need")), rival.loss()});
    }
    for (int k = 0; k < message.chain_size(); ++k) {
      answer.chain.push_back(read(message.chain(k), place.entry("chain", k)));
    }
    if (message.has_labour()) answer.labour = read(message.labour(), place);
    answer.labour_unanswered = message.labour_unanswered();
    answer.hours = read(message.hours(), place, "hours");
    answer.holds_for = message.holds_for();
    answer.unique = message.unique();
    if (!message.tier().empty()) answer.tier = find(tiers_, "tier", message.tier(), place.field("tier"));
    answer.level = static_cast<Index>(message.level());
    return answer;
  }

 private:
  ChainLink read(const v1::ChainLink& message, const Place& place) {
    ChainLink link{find(products_, "product", message.product(), place.field("product")), no_index, message.amount()};
    if (!message.recipe().empty()) link.recipe = find(recipes_, "recipe", message.recipe(), place.field("recipe"));
    return link;
  }

  LabourAnswer read(const v1::LabourAnswer& message, const Place& answer) {
    return {message.possible(),
            message.burden(),
            read(message.hours(), answer, "labour.hours"),
            residuals_of(message.lack()),
            residuals_of(message.missing()),
            message.coverage()};
  }

  template <class Messages>
  std::vector<ExtraHours> read(const Messages& messages, const Place& answer, const char* field) {
    std::vector<ExtraHours> hours;
    for (int k = 0; k < messages.size(); ++k) {
      const Place place = answer.entry(field, k);
      const auto& extra = messages[k];
      const Index offer = find(offers_, "offer", extra.offer(), place.field("offer"));
      if (offer != no_index && extra.step() >= economy_.labour_offers[offer].steps.size()) {
        findings_.fail(place.field("step"), std::to_string(extra.step()), "the job's offer has fewer steps");
        continue;
      }
      hours.push_back({offer, static_cast<Index>(extra.step()), extra.hours()});
    }
    return hours;
  }

  Index find(const IdIndex& ids, const std::string& kind, const std::string& id, const Place& place) {
    if (const auto index = ids.find(id)) return *index;
    findings_.fail(place, planwerk::quoted(id), "the job has no such " + kind + ids.suggestion(id));
    return no_index;
  }

  const Economy& economy_;
  Findings& findings_;
  IdIndex needs_, products_, recipes_, offers_, tiers_;
};

}  // namespace

void add_answers(const Plan& plan, const Economy& economy, v1::Plan& message) {
  for (const auto& explanation : plan.explanations) add_explanation(explanation, economy, *message.add_explanations());
  for (const NeedAnswer& answer : plan.answers) add_answer(answer, economy, *message.add_answers());
  add_residuals(plan.conflict, *message.mutable_conflict());
  message.mutable_minimal_conflict()->Add(plan.minimal_conflict.begin(), plan.minimal_conflict.end());
  for (const Relaxation& relaxation : plan.relaxations) {
    auto& entry = *message.add_relaxations();
    entry.set_id(relaxation.id);
    entry.set_by(relaxation.by);
    entry.set_relative(relaxation.relative);
  }
}

void read_answers(const v1::Plan& message, const Economy& economy, Findings& findings, Plan& plan) {
  plan.conflict = residuals_of(message.conflict());
  plan.minimal_conflict.assign(message.minimal_conflict().begin(), message.minimal_conflict().end());
  for (const auto& entry : message.relaxations())
    plan.relaxations.push_back({entry.id(), entry.by(), entry.relative()});
  if (message.explanations().empty() && message.answers().empty()) return;
  AnswerReader reader(economy, findings);
  for (int k = 0; k < message.explanations_size(); ++k) {
    plan.explanations.push_back(reader.read(message.explanations(k), k));
  }
  for (int k = 0; k < message.answers_size(); ++k) plan.answers.push_back(reader.read(message.answers(k), k));
}

}  // namespace planwerk
