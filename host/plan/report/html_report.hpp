#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/report/language.hpp"
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

// What a plan is compared with: another plan, of the same or of another job.
struct ComparedPlan {
  std::string name;
  const Economy* economy = nullptr;
  const Plan* plan = nullptr;
};

struct ReportSettings {
  const Language* language = &Language::english();
  bool both_languages = true;    // the other language behind a switch
  Index need = no_index;         // whose chain is shown first; no_index: the worst covered one that gets anything
  std::size_t most_chains = 12;  // pictures
  std::size_t longest_list = 500;
  std::string command;  // that writes the report, as typed
  std::vector<CompetitionGroup> competitions;
  ComparedPlan compared;  // without a plan: none
};

// A plan as one HTML file that needs no network and no scripts: status and certificate in words, who decided what,
// coverage of needs and why they are short, pictures of the chains behind them, work used against offered, what is
// scarce, limits, products. Scripts, where they run, let readers search, sort, change the language and take tables
// away. Lists beyond `longest_list` are cut, what is left out is told as one line.
std::string html_report(const Economy& economy, const Plan& plan, const ReportSettings& settings = {});

// The pictures of the same report.
std::vector<Picture> report_pictures(const Economy& economy, const Plan& plan, const ReportSettings& settings = {});

}  // namespace planwerk
