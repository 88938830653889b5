#include "tools/planwerk_service/answer_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include "host/plan/report/words.hpp"

namespace planwerk::cli {
namespace {

constexpr double least_share = 0.005;  // of the cost, that is told
constexpr int longest_list = 8;

class AnswerWords {
 public:
  explicit AnswerWords(const v1::NeedAnswer& answer)
      : answer_(answer), is_possible_(std::isfinite(answer.marginal_cost())) {}

  std::string text() {
    if (answer_.shortfall() <= 0) {
      line("{}: nothing is short", answer_.need());
      return fmt::to_string(text_);
    }
    line("{}: short by {} in its unit", answer_.need(), figure(answer_.shortfall()));
    add_obstacles();
    add_chain();
    add_cost();
    add_rivals();
    if (answer_.has_labour()) add_labour(answer_.labour());
    return fmt::to_string(text_);
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_.push_back('\n');
  }

  template <class Entries, class Tell>
  void list(const Entries& entries, const Tell& tell) {
    const int shown = std::min(entries.size(), longest_list);
    for (int k = 0; k < shown; ++k) tell(entries[k]);
    if (shown < entries.size()) line("    ... and {} more", entries.size() - shown);
  }

  void add_obstacles() {
    if (answer_.bottlenecks().empty()) return line("  Nothing stands in the way: one more unit costs nothing.");
    line("  What stands in the way, by its share in {}:",
         is_possible_ ? "what one more unit costs" : "the proof that no more is to be had");
    list(answer_.bottlenecks(), [this](const v1::Bottleneck& bottleneck) {
      line("    {:>7}  {}", percent(bottleneck.share()), bottleneck.id());
    });
  }

  void add_chain() {
    if (answer_.chain().empty() || answer_.bottlenecks().empty()) return;
    line("  The way there, per unit of the need, everything upstream counted:");
    list(answer_.chain(), [this](const v1::ChainLink& link) {
      line("    {} of {}{}", figure(link.amount()), link.product(),
           link.recipe().empty() ? "" : ", from " + link.recipe());
    });
  }

  void add_cost() {
    if (!is_possible_) return line("  Nobody could give up anything that would help: one more unit cannot be had.");
    const std::string cost = figure(answer_.marginal_cost());
    if (!answer_.tier().empty()) {
      return line("  One more unit costs {} in what \"{}\" counts, which comes first.", cost, answer_.tier());
    }
    if (answer_.exact()) {
      return line("  One more unit costs {} h of work, in hours and in what others lose; so for the next {}.", cost,
                  figure(answer_.holds_for()));
    }
    line("  One more unit costs about {} h of work, in hours and in what others lose, give or take {} h.", cost,
         figure(answer_.marginal_doubt()));
  }

  void add_rivals() {
    if (!is_possible_ || !answer_.exact()) return;
    if (answer_.rivals().empty()) return line("  Nobody would lose by it.");
    line("  For it would lose or gain, in their units{}:", answer_.unique() ? "" : " (others could at the same cost)");
    list(answer_.rivals(), [this](const v1::Rival& rival) {
      line("    {} would {} {}", rival.need(), rival.loss() > 0 ? "lose" : "gain", figure(std::fabs(rival.loss())));
    });
  }

  void add_labour(const v1::LabourAnswer& labour) {
    if (!labour.possible()) {
      line(
          "  Work is not what is missing: with all the hours one could wish for, and nobody else worse off, {} could "
          "be covered.",
          percent(labour.coverage()));
      return list(labour.lack(), [this](const v1::NamedResidual& lack) {
        if (lack.value() >= least_share) line("    {:>7}  {}", percent(lack.value()), lack.id());
      });
    }
    line("  Covering it fully, with nobody else worse off, is a question of work: a burden of {} h more.",
         figure(labour.burden()));
    list(labour.hours(), [this](const v1::ExtraHours& extra) {
      line("    {} h {} of {}, within what is offered", figure(std::fabs(extra.hours())),
           extra.hours() > 0 ? "more" : "less", extra.offer());
    });
    list(labour.missing(), [this](const v1::NamedResidual& missing) {
      line("    {} h of {} that nobody has offered yet", figure(missing.value()), missing.id());
    });
  }

  const v1::NeedAnswer& answer_;
  const bool is_possible_;
  fmt::memory_buffer text_;
};

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
  return AnswerWords(answer).text();
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
