#include "tools/planwerk_service/answer_text.hpp"

#include <cmath>
#include <stdexcept>

#include <google/protobuf/util/json_util.h>

#include "host/answers/need/answer_sentences.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk::cli {
namespace {

std::string hours_of_work(double value) {
  return figure(value) + " h of work";
}

void add_cost(const v1::NeedAnswer& answer, ToldAnswer& told) {
  if (answer.holds_for() > 0 && std::isfinite(answer.holds_for())) told.holds_for = figure(answer.holds_for());
  if (!answer.tier().empty()) {
    told.tier = '"' + answer.tier() + '"';
    told.cost = figure(answer.marginal_cost()) + " in what " + told.tier + " counts";
    return;
  }
  told.cost = hours_of_work(answer.marginal_cost());
  told.doubt = amount(answer.marginal_doubt(), "h");
}

ToldLabour labour_by_ids(const v1::LabourAnswer& labour) {
  ToldLabour told;
  told.possible = labour.possible();
  told.burden = labour.burden();
  for (const v1::ExtraHours& extra : labour.hours()) told.hours.push_back({extra.hours(), extra.offer()});
  for (const v1::NamedResidual& missing : labour.missing()) told.missing.push_back({missing.value(), missing.id()});
  told.reach = percent(labour.coverage());
  for (const v1::NamedResidual& lack : labour.lack()) told.lack.push_back({lack.value(), lack.id()});
  return told;
}

ToldAnswer answer_by_ids(const v1::NeedAnswer& answer) {
  ToldAnswer told;
  told.is_short = answer.shortfall() > 0;
  told.shortfall = answer.need() +
                   (told.is_short ? ": short by " + figure(answer.shortfall()) + " in its unit" : ": nothing is short");
  told.one_more = "one more unit";
  told.possible = std::isfinite(answer.marginal_cost());
  told.exact = answer.exact();
  told.unique = answer.unique();
  for (const v1::Bottleneck& bottleneck : answer.bottlenecks()) {
    told.obstacles.push_back({bottleneck.share(), bottleneck.id()});
  }
  for (const v1::ChainLink& link : answer.chain()) {
    told.chain.push_back(figure(link.amount()) + " of " + link.product() +
                         (link.recipe().empty() ? "" : ", from " + link.recipe()));
  }
  if (!told.obstacles.empty()) told.chain_end = told.obstacles.front().words;
  add_cost(answer, told);
  for (const v1::Rival& rival : answer.rivals()) {
    told.rivals.push_back({rival.need(), rival.loss(), figure(std::fabs(rival.loss())) + " in its unit", ""});
  }
  if (answer.has_labour()) told.labour = labour_by_ids(answer.labour());
  told.labour_unanswered = answer.labour_unanswered();
  return told;
}

// Protobuf writes infinities as words; ids may be any.
void drop_infinities(nlohmann::ordered_json& value) {
  for (auto& [name, inner] : value.items()) {
    if (inner.is_structured()) drop_infinities(inner);
    const bool is_figure = name == "marginal_cost" || name == "marginal_doubt" || name == "holds_for" ||
                           name == "valuation" || name == "share";
    if (is_figure && inner.is_string()) inner = nullptr;
  }
}

}  // namespace

std::string to_text(const v1::NeedAnswer& answer) {
  return sentences(answer_by_ids(answer));
}

nlohmann::ordered_json to_json(const v1::NeedAnswer& answer) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(answer, &text, options).ok()) {
    throw std::runtime_error("the answer cannot be written as JSON");
  }
  auto json = nlohmann::ordered_json::parse(text);
  drop_infinities(json);
  return json;
}

}  // namespace planwerk::cli
