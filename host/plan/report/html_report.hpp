#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/report/language.hpp"
#include "host/plan/report/outlook.hpp"
#include "host/plan/report/picture.hpp"

namespace planwerk {

// A short need that competes for something scarce: units of that thing which one more unit of the need takes, and units
// of the need which one more unit of the thing brings.
struct CompetingNeed {
  Index need = no_index;
  double takes = 0;
  double brings = 0;
};

// Something scarce (`capacity:mill`, `labour:care`, ...) and the needs that compete for it, most pressing first.
struct CompetitionGroup {
  std::string id;
  double people = 0;  // concerned
  std::vector<CompetingNeed> needs;
};

// Products that are needed, directly or through others, to make each other.
struct ProductionLoop {
  std::vector<Index> products;            // those worth most first
  std::size_t recipes = 0;                // running
  double gain_lower = 0, gain_upper = 0;  // bounds of the part of all it makes that it uses up itself
  std::vector<Index> starters;            // products that must be there before it can turn; none: starts by itself
};

// What a plan is compared with: another plan, of the same or of another job.
struct OtherPlan {
  std::string name;
  const Economy* economy = nullptr;
  const Plan* plan = nullptr;
  // Places in which its job differs from this one's; nothing: both are plans for the same job. Bounds that differ are
  // told in words, the rest is counted.
  std::optional<std::size_t> job_differences = {};
};

struct ReportSettings {
  const Language* language = &Language::english();
  bool both_languages = true;    // the other language behind a switch
  Index need = no_index;         // whose chain is shown first; no_index: the worst covered one that gets anything
  std::size_t most_chains = 12;  // pictures
  std::size_t longest_list = 500;
  std::string command;  // that writes the report, as typed
  std::vector<CompetitionGroup> competitions;
  std::vector<ProductionLoop> loops;
  OtherPlan compared;  // without a plan: none
  Outlook outlook;     // empty: nothing was asked of it
};

// A plan as one HTML file that needs no network and no scripts: status and certificate in words, who decided what,
// coverage of needs and why they are short, pictures of the chains behind them, work used against offered, what is
// scarce, limits, products. Scripts, where they run, let readers search, sort, change the language and take tables
// away. Lists beyond `longest_list` are cut, what is left out is told as one line.
std::string html_report(const Economy& economy, const Plan& plan, const ReportSettings& settings = {});

// The pictures of the same report.
std::vector<Picture> report_pictures(const Economy& economy, const Plan& plan, const ReportSettings& settings = {});

}  // namespace planwerk
