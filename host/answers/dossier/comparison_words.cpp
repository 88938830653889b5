#include "host/answers/dossier/comparison_words.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "host/plan/report/html.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double same = 1e-6;  // what changes by less is told as unchanged

std::string coverage_text(const std::optional<double>& coverage) {
  return coverage ? percent(*coverage) : "–";
}

std::string figure_text(const std::optional<double>& value) {
  return value ? figure(*value) : "–";
}

// "+ 1,200" or "- 35".
std::string change_text(double change) {
  std::string text = change < 0 ? "-" : "+";
  return text += figure(std::fabs(change));
}

// UTF-8 text padded to a width in characters.
std::string padded(const std::string& text, std::size_t width, bool right) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  const std::string spaces(width > characters ? width - characters : 0, ' ');
  return right ? spaces + text : text + spaces;
}

class Text {
 public:
  Text(const Comparison& comparison, const ComparisonText& settings) : of_(comparison), settings_(settings) {}

  std::string write() {
    overview();
    needs();
    cohorts();
    things("Work", of_.labour_kinds);
    things("Offers of work", of_.offers);
    things("Plant", of_.capacities);
    things("Limits", of_.limits);
    things("From store", of_.stocks);
    things("Made", of_.products);
    reasons();
    return std::move(text_);
  }

 private:
  void line(const std::string& name, const std::vector<std::string>& cells) {
    text_ += padded(shortened(name, 44), 46, false);
    for (const std::string& cell : cells) text_ += padded(shortened(cell, 16), 18, true);
    text_ += '\n';
  }

  template <class Convert>
  std::vector<std::string> cells(const Figures& figures, Convert convert) const {
    std::vector<std::string> texts;
    for (const auto& value : figures) texts.push_back(convert(value));
    return texts;
  }

  void overview() {
    line("", of_.labels);
    line("covered, by worth", cells(of_.worth, coverage_text));
    line("covered, mean of all people's needs", cells(of_.mean_coverage, coverage_text));
    line("hours of work", cells(of_.hours, figure_text));
    line("burden of work, h", cells(of_.burden, figure_text));
    if (std::any_of(of_.objective.begin(), of_.objective.end(), [](const auto& value) { return value.has_value(); })) {
      line("objective, h (less is better)", cells(of_.objective, figure_text));
    }
    if (!of_.tiers.empty()) text_ += "\nWhat the tiers reached, first things first\n";
    for (const ComparedResult& result : of_.tiers) {
      line(result.id + ": " + result.name, cells(result.values, figure_text));
    }
  }

  // Who gains and who loses: needs that change, most people times coverage first.
  void needs() {
    std::size_t changed = 0;
    for (const ComparedNeed& need : of_.needs) {
      const bool in_one_only = std::any_of(need.coverage.begin(), need.coverage.end(),
                                           [](const auto& coverage) { return !coverage.has_value(); });
      if (need.weight <= same && !in_one_only) continue;
      if (changed == 0) text_ += "\nNeeds that gain or lose, those that concern most people first\n";
      if (changed++ >= settings_.longest_list) continue;
      line(need.name + " · " + need.cohort, cells(need.coverage, coverage_text));
    }
    if (changed == 0) text_ += "\nEvery need is covered alike.\n";
    rest(changed);
  }

  void cohorts() {
    std::size_t changed = 0;
    for (const ComparedCohort& cohort : of_.cohorts) {
      if (cohort.weight <= same) continue;
      if (changed == 0) text_ += "\nWho gains and who loses: people times change of coverage, over all their needs\n";
      if (changed++ >= settings_.longest_list) continue;
      line(cohort.name, cells(cohort.people_change,
                              [](const auto& change) { return change ? change_text(*change) : std::string("–"); }));
    }
    rest(changed);
  }

  void things(const char* heading, const std::vector<ComparedThing>& entries) {
    std::size_t changed = 0;
    for (const ComparedThing& entry : entries) {
      const bool in_one_only =
          std::any_of(entry.used.begin(), entry.used.end(), [](const auto& used) { return !used.has_value(); });
      if (entry.weight <= same && !in_one_only) continue;
      if (changed == 0) text_ += fmt::format("\n{}\n", heading);
      if (changed++ >= settings_.longest_list) continue;
      line(entry.name + (entry.unit.empty() || entry.unit == "1" ? "" : ", " + entry.unit),
           cells(entry.used, figure_text));
    }
    rest(changed);
  }

  void reasons() {
    for (std::size_t k = 0; k < of_.reasons.size(); ++k) {
      const auto& differences = of_.reasons[k];
      if (differences.empty()) continue;
      text_ += fmt::format("\nWhat {} starts from, other than {}\n", of_.labels[k], of_.labels.front());
      for (std::size_t d = 0; d < std::min(differences.size(), settings_.longest_list); ++d) {
        const JobDifference& entry = differences[d];
        text_ += fmt::format("  {}: {} -> {}\n", entry.path, entry.before.empty() ? "not there" : entry.before,
                             entry.after.empty() ? "not there" : entry.after);
      }
      rest(differences.size());
    }
  }

  void rest(std::size_t all) {
    if (all > settings_.longest_list) text_ += fmt::format("... and {} more\n", all - settings_.longest_list);
  }

  const Comparison& of_;
  const ComparisonText& settings_;
  std::string text_;
};

}  // namespace

std::string comparison_text(const Comparison& comparison, const ComparisonText& settings) {
  return Text(comparison, settings).write();
}

}  // namespace planwerk
