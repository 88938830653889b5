#include "host/plan/report/html_report.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "host/plan/report/chain_picture.hpp"
#include "host/plan/report/html.hpp"
#include "host/plan/report/page_style.hpp"
#include "host/plan/report/scarcities.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

class Page {
 public:
  Page(const Economy& economy, const Plan& plan, const ReportSettings& settings)
      : economy_(economy), plan_(plan), settings_(settings), glossary_(economy) {}

  std::string write() {
    open();
    if (plan_.status == Status::infeasible) {
      conflict();
    } else if (plan_.status != Status::unbounded) {
      needs();
      chains();
      scarce_things();
      labour();
      limits();
    }
    close();
    return fmt::to_string(html_);
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(html_), format, std::forward<Values>(values)...);
    html_.push_back('\n');
  }

  std::string title() const {
    const std::string& name = economy_.name.empty() ? plan_.job_name : economy_.name;
    return escaped((name.empty() ? "Plan" : name) + (economy_.period.empty() ? "" : ", " + economy_.period));
  }

  void open() {
    put(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{0}</title>
<style>
{1}</style>
</head>
<body>
<main>
<h1>{0}</h1>)",
        title(), page_style);
    if (!economy_.description.empty()) put(R"(<p class="soft">{}</p>)", escaped(economy_.description));
    const bool good = plan_.status == Status::optimal || plan_.status == Status::feasible;
    put(R"(<div class="verdict {}"><p><b>{}</b></p>)",
        good                                 ? "good"
        : plan_.status == Status::infeasible ? "poor"
                                             : "",
        escaped(status_in_words(plan_)));
    if (plan_.status != Status::infeasible && plan_.status != Status::unbounded) {
      put("<p>{}</p><p>{}</p>", escaped(executability_in_words(plan_.certificate)),
          escaped(gap_in_words(plan_.certificate)));
    }
    put("</div>");
  }

  void close() {
    put(R"(<p class="soft">Planned by planwerk {} ({} on {}) in {} s. Job {}.</p>)", escaped(plan_.record.version),
        escaped(plan_.record.method), escaped(plan_.record.device), figure(plan_.record.elapsed_s),
        escaped(plan_.job_sha256.substr(0, 12)));
    put("</main>\n<script>\n{}</script>\n</body>\n</html>", page_script);
  }

  void more_row(std::size_t all, int columns) {
    if (all <= settings_.longest_list) return;
    put(R"(<tr><td colspan="{}" class="soft">… and {} more</td></tr>)", columns, all - settings_.longest_list);
  }

  std::string meter(double share, bool more_is_good) const {
    const double width = std::clamp(100 * share, 0.0, 100.0);
    const bool full = share >= full_coverage;
    const char* tone = more_is_good ? (full ? "good" : share < 0.7 ? "poor" : "") : (full ? "poor" : "good");
    return fmt::format(R"(<span class="meter {}" aria-hidden="true"><i style="width:{:.1f}%"></i></span>)", tone,
                       width);
  }

  void conflict() {
    put("<h2>Demands that contradict each other</h2><ul>");
    for (const NamedResidual& entry : plan_.conflict) {
      put(R"(<li>{} <span class="soft">({})</span></li>)", escaped(glossary_.name_of(entry.id)), escaped(entry.id));
    }
    put("</ul><p>Give way on one of them and plan again.</p>");
  }

  void needs() {
    const auto covered = std::count_if(plan_.needs.begin(), plan_.needs.end(),
                                       [](const NeedResult& need) { return need.coverage >= full_coverage; });
    put(R"(<div class="facts"><div><b>{} of {}</b>needs covered (99.99 % or more)</div>)", covered, plan_.needs.size());
    put("<div><b>{}</b>recipes in use</div>",
        std::count_if(plan_.activity.begin(), plan_.activity.end(), [](double level) { return level > 0; }));
    const double hours = std::accumulate(plan_.labour_kinds.begin(), plan_.labour_kinds.end(), 0.0,
                                         [](double sum, const LabourResult& kind) { return sum + kind.used; });
    const double offered = std::accumulate(plan_.labour_kinds.begin(), plan_.labour_kinds.end(), 0.0,
                                           [](double sum, const LabourResult& kind) { return sum + kind.offered; });
    put("<div><b>{} h</b>of work, of {} h offered</div></div>", figure(hours), figure(offered));
    put(R"(<h2>Needs, worst covered first</h2>
<div class="wide"><table class="sortable"><thead><tr><th>Covered</th><th>Need</th><th class="number">People</th>
<th class="number">Delivered</th><th class="number">Short by</th><th>What stands in the way</th></tr></thead><tbody>)");
    std::vector<std::size_t> order(plan_.needs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return plan_.needs[a].coverage < plan_.needs[b].coverage; });
    for (std::size_t k = 0; k < std::min(order.size(), settings_.longest_list); ++k) need_row(order[k]);
    more_row(order.size(), 6);
    put("</tbody></table></div>");
  }

  void need_row(std::size_t n) {
    const Need& need = economy_.needs[n];
    const NeedResult& result = plan_.needs[n];
    const Cohort& cohort = economy_.cohorts[need.cohort];
    const std::string& unit = unit_of(economy_, need);
    const double missing = std::max(0.0, economy_.asked(need) - result.delivered);
    const bool is_short = result.coverage < full_coverage;
    put(R"(<tr><td data-value="{}">{} {}</td><td class="need">{} <span class="soft">· {}</span>{}</td>)",
        result.coverage, meter(result.coverage, true), percent(result.coverage), escaped(name_or_id(need)),
        escaped(name_or_id(cohort)), need.reason.empty() ? "" : "<br><q>" + escaped(need.reason) + "</q>");
    put(R"(<td class="number" data-value="{}">{}</td>)", cohort.size, figure(cohort.size));
    put(R"(<td class="number" data-value="{}">{}</td><td class="number" data-value="{}">{}</td><td>{}</td></tr>)",
        result.delivered, escaped(amount(result.delivered, unit)), is_short ? missing : 0,
        is_short ? escaped(amount(missing, unit)) : "", is_short ? escaped(obstacles(n)) : "");
  }

  std::string obstacles(std::size_t n) const {
    for (const NeedExplanation& explanation : plan_.explanations) {
      if (explanation.need == static_cast<Index>(n)) return obstacles_in_words(economy_, plan_, explanation, glossary_);
    }
    return "";
  }

  // The need asked for first, then the short ones, then others by people concerned.
  std::vector<Index> needs_with_chains() const {
    std::vector<Index> order;
    if (settings_.need != no_index) order.push_back(settings_.need);
    for (const NeedExplanation& explanation : plan_.explanations) {
      if (plan_.needs[explanation.need].coverage < full_coverage) order.push_back(explanation.need);
    }
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) order.push_back(static_cast<Index>(n));
    return order;
  }

  void chains() {
    const PricedEconomy priced(economy_, plan_);
    std::set<Index> drawn;
    for (const Index need : needs_with_chains()) {
      if (drawn.size() >= settings_.most_chains) break;
      if (drawn.count(need) > 0) continue;
      const SupplyChain chain = trace_chain(priced, need);
      if (chain.empty()) continue;
      if (drawn.empty()) chains_heading();
      put(R"(<details{}><summary>{} <span class="soft">– {} covered</span></summary><div class="wide">)",
          drawn.empty() ? " open" : "", escaped(name_or_id(economy_.needs[need])), percent(plan_.needs[need].coverage));
      put("{}</div></details>", chain_picture(chain));
      drawn.insert(need);
    }
  }

  void chains_heading() {
    put(R"(<h2>What deliveries rest on</h2>
<p>Bands are as wide as what they are worth in hours of burden, at the margin: how much easier the plan would be
without them. They start in work, in what is scarce, and in stocks. Amounts are those used for this need. Dashed
bands close a loop, such as steel that is needed to make steel; grey stubs are all that is too small to show.</p>
<p class="key"><span class="labour">work</span><span class="scarce">scarce plant, land, limits</span>
<span class="product">products</span><span class="stock">from store</span></p>)");
  }

  void scarce_things() {
    const auto scarce = scarcities(economy_, plan_, settings_.longest_list);
    if (scarce.empty()) return;
    put(R"(<h2>What is scarce</h2><p>Hours of work that more of it would save, or that the needs it would cover are worth.</p>
<div class="wide"><table class="sortable"><thead><tr><th>Plant, limit or kind of work</th><th class="number">There is</th>
<th class="number">1 % more is worth</th><th class="number">One unit more is worth</th></tr></thead><tbody>)");
    for (const Scarcity& entry : scarce) {
      put(R"(<tr><td>{}</td><td class="number" data-value="{}">{}</td><td class="number" data-value="{}">{} h</td>
<td class="number" data-value="{}">{} h</td></tr>)",
          escaped(entry.name), entry.bound, escaped(amount(entry.bound, entry.unit)), entry.worth_of_more,
          figure(entry.worth_of_more), entry.valuation, figure(entry.valuation));
    }
    put("</tbody></table></div>");
  }

  void labour() {
    if (economy_.labour_kinds.empty()) return;
    put(R"(<h2>Work</h2><div class="wide"><table class="sortable"><thead><tr><th>Used</th><th>Kind of work</th>
<th class="number">Hours used</th><th class="number">Hours offered</th><th class="number">One hour more saves</th></tr></thead><tbody>)");
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      const LabourResult& labour = plan_.labour_kinds[k];
      const double share = labour.offered > 0 ? labour.used / labour.offered : 0;
      put(R"(<tr><td data-value="{}">{} {}</td><td>{}</td><td class="number" data-value="{}">{}</td>
<td class="number" data-value="{}">{}</td><td class="number" data-value="{}">{} h</td></tr>)",
          share, meter(share, false), percent(share), escaped(name_or_id(economy_.labour_kinds[k])), labour.used,
          figure(labour.used), labour.offered, figure(labour.offered), labour.valuation, figure(labour.valuation));
    }
    put("</tbody></table></div>");
  }

  void limits() {
    if (economy_.limits.empty()) return;
    put(R"(<h2>Limits</h2><div class="wide"><table><thead><tr><th>Limit</th><th class="number">Plan</th><th>Agreed</th><th>By whom</th></tr></thead><tbody>)");
    for (std::size_t k = 0; k < economy_.limits.size(); ++k) {
      const Limit& limit = economy_.limits[k];
      std::string agreed;
      if (std::isfinite(limit.lower)) agreed = "at least " + amount(limit.lower, limit.unit);
      if (std::isfinite(limit.upper))
        agreed += (agreed.empty() ? "" : ", ") + ("at most " + amount(limit.upper, limit.unit));
      put(R"(<tr><td>{}</td><td class="number">{}</td><td>{}</td><td>{}</td></tr>)", escaped(name_or_id(limit)),
          escaped(amount(plan_.limits[k].value, limit.unit)), escaped(agreed), escaped(limit.origin));
    }
    put("</tbody></table></div>");
  }

  const Economy& economy_;
  const Plan& plan_;
  const ReportSettings& settings_;
  Glossary glossary_;
  fmt::memory_buffer html_;
};

}  // namespace

std::string html_report(const Economy& economy, const Plan& plan, const ReportSettings& settings) {
  return Page(economy, plan, settings).write();
}

}  // namespace planwerk
