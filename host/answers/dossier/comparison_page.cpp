#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "host/answers/dossier/comparison_words.hpp"
#include "host/answers/dossier/page.hpp"
#include "host/plan/report/html.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double same_figure = 1e-6;
constexpr std::size_t most_bars = 40;
constexpr double row_height = 22, label_width = 330, picture_width = 860;

class Page {
 public:
  Page(const Comparison& comparison, std::size_t longest) : of_(comparison), longest_(longest) {}

  std::string write() {
    overview();
    if (of_.labels.size() > 1) picture();
    needs();
    cohorts();
    things("Work", "Kind of work", of_.labour_kinds);
    things("Offers of work", "Offer", of_.offers);
    things("Plant", "Capacity", of_.capacities);
    things("Limits", "Limit", of_.limits);
    things("From store", "Product", of_.stocks);
    things("Made", "Product", of_.products);
    things("Recipes", "Recipe, activity", of_.recipes);
    reasons();
    return html_page("Plans compared", fmt::to_string(body_));
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(body_), format, std::forward<Values>(values)...);
    body_.push_back('\n');
  }

  void open_table(const char* heading, const char* note, std::initializer_list<const char*> first_columns) {
    put("<h2>{}</h2>{}<div class=\"wide\"><table class=\"sortable\"><thead><tr>", heading,
        *note == 0 ? "" : fmt::format("<p>{}</p>", note));
    for (const char* column : first_columns) put("<th>{}</th>", column);
    for (const std::string& label : of_.labels) put(R"(<th class="number">{}</th>)", escaped(label));
    put("</tr></thead><tbody>");
  }

  void close_table(std::size_t rows, std::size_t columns) {
    if (rows > longest_) {
      put(R"(<tr><td colspan="{}" class="soft">… and {} more</td></tr>)", columns + of_.labels.size(), rows - longest_);
    }
    put("</tbody></table></div>");
  }

  template <class Convert>
  void cells(const Figures& figures, Convert convert) {
    for (const auto& value : figures) {
      put(R"(<td class="number" data-value="{}">{}</td>)", value.value_or(0),
          value ? escaped(convert(*value)) : std::string("–"));
    }
  }

  void overview() {
    open_table("At a glance", "", {""});
    const auto row = [this](const char* name, const Figures& figures, auto convert) {
      put("<tr><td>{}</td>", name);
      cells(figures, convert);
      put("</tr>");
    };
    row("Covered, by worth", of_.worth, percent);
    row("Covered, mean of all people's needs", of_.mean_coverage, percent);
    row("Hours of work", of_.hours, figure);
    row("Burden of work, h", of_.burden, figure);
    const auto known = [](const auto& value) { return value.has_value(); };
    if (std::any_of(of_.objective.begin(), of_.objective.end(), known)) {
      row("Objective, h (less is better)", of_.objective, figure);
    }
    for (const ComparedResult& result : of_.tiers) {
      row(escaped(result.id + ": " + result.name).c_str(), result.values, figure);
    }
    close_table(0, 1);
    for (std::size_t k = 0; k < of_.labels.size(); ++k) {
      put(R"(<p><b>{}</b>: {}</p>)", escaped(of_.labels[k]), escaped(of_.statuses[k]));
    }
  }

  // Bars to the right for needs that gain, to the left for those that lose, as long as their coverage changes. Of
  // several plans the one that matters most is drawn.
  void picture() {
    std::vector<const ComparedNeed*> drawn;
    for (const ComparedNeed& need : of_.needs) {
      if (need.weight > same_figure && drawn.size() < most_bars) drawn.push_back(&need);
    }
    if (drawn.empty()) return;
    double longest = 0;
    for (const ComparedNeed* need : drawn) longest = std::max(longest, std::fabs(largest_change(*need).second));
    const double height = row_height * static_cast<double>(drawn.size()) + 30;
    const double middle = label_width + (picture_width - label_width) / 2,
                 reach = (picture_width - label_width) / 2 - 70;
    put(R"(<h2>Who gains, who loses</h2><p>Change of coverage against {}; needs that concern most people first.</p>
<svg class="gains" viewBox="0 0 {} {}" role="img" aria-label="Needs that gain and lose"><title>Needs that gain and lose</title><desc>{}</desc>
<style>.gains {{ display: block; width: 100%; height: auto; font: 13px system-ui, "Segoe UI", sans-serif; }} .gains text {{ fill: var(--ink); }}
.gains .gain {{ fill: var(--good); }} .gains .loss {{ fill: var(--poor); }} .gains line {{ stroke: var(--soft); }}</style>
<line x1="{}" x2="{}" y1="8" y2="{}"/>)",
        escaped(of_.labels.front()), picture_width, height, escaped(description(drawn)), middle, middle, height - 16);
    double y = 14;
    for (const ComparedNeed* need : drawn) {
      const auto [k, change] = largest_change(*need);
      const double width = reach * std::fabs(change) / longest;
      const double x = change > 0 ? middle : middle - width;
      put(R"(<text x="{}" y="{}" text-anchor="end">{}</text><rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="13"><title>{}</title></rect><text x="{:.1f}" y="{}" text-anchor="{}">{}</text>)",
          label_width - 8, y + 11, escaped(shortened(need->name + " · " + need->cohort, 44)),
          change > 0 ? "gain" : "loss", x, y, width,
          escaped(fmt::format("{} of {}: {} to {} in {}", need->name, need->cohort, percent(*need->coverage.front()),
                              percent(*need->coverage[k]), of_.labels[k])),
          change > 0 ? x + width + 5 : x - 5, y + 11, change > 0 ? "start" : "end", points(change));
      y += row_height;
    }
    put("</svg>");
  }

  static std::pair<std::size_t, double> largest_change(const ComparedNeed& need) {
    std::pair<std::size_t, double> largest{0, 0};
    for (std::size_t k = 0; k < need.change.size(); ++k) {
      if (need.change[k] && std::fabs(*need.change[k]) > std::fabs(largest.second)) largest = {k, *need.change[k]};
    }
    return largest;
  }

  static std::string points(double change) { return fmt::format("{:+.1f}", 100 * change); }

  static std::string description(const std::vector<const ComparedNeed*>& drawn) {
    std::string text = "Changes of coverage in points:";
    for (std::size_t k = 0; k < std::min<std::size_t>(8, drawn.size()); ++k) {
      text += fmt::format(" {} {};", drawn[k]->name, points(largest_change(*drawn[k]).second));
    }
    text.back() = '.';
    return text;
  }

  void needs() {
    open_table("Needs", "Covered in each plan; those where people times change of coverage is largest first.",
               {"Need", "Cohort", "People"});
    for (std::size_t n = 0; n < std::min(longest_, of_.needs.size()); ++n) {
      const ComparedNeed& need = of_.needs[n];
      const auto people =
          std::find_if(need.people.begin(), need.people.end(), [](const auto& p) { return p.has_value(); });
      put(R"(<tr><td>{}</td><td>{}</td><td class="number" data-value="{}">{}</td>)", escaped(need.name),
          escaped(need.cohort), **people, figure(**people));
      cells(need.coverage, percent);
      put("</tr>");
    }
    close_table(of_.needs.size(), 3);
  }

  void cohorts() {
    open_table("Cohorts", "Mean coverage of their needs.", {"Cohort", "People times change"});
    for (std::size_t c = 0; c < std::min(longest_, of_.cohorts.size()); ++c) {
      const ComparedCohort& cohort = of_.cohorts[c];
      std::string changes;
      for (std::size_t k = 1; k < cohort.people_change.size(); ++k) {
        if (!cohort.people_change[k]) continue;
        changes += (changes.empty() ? "" : " / ") + fmt::format("{:+.4g}", *cohort.people_change[k]);
      }
      put("<tr><td>{}</td><td>{}</td>", escaped(cohort.name), changes);
      cells(cohort.mean_coverage, percent);
      put("</tr>");
    }
    close_table(of_.cohorts.size(), 2);
  }

  void things(const char* heading, const char* noun, const std::vector<ComparedThing>& entries) {
    if (entries.empty()) return;
    open_table(heading, "", {noun, "There is"});
    for (std::size_t e = 0; e < std::min(longest_, entries.size()); ++e) {
      const ComparedThing& entry = entries[e];
      std::string bounds;
      for (std::size_t k = 0; k < entry.bound.size(); ++k) {
        if (entry.bound[k] && (bounds.empty() || entry.bound[k] != entry.bound.front())) {
          bounds += (bounds.empty() ? "" : " / ") + figure(*entry.bound[k]);
        }
      }
      put("<tr><td>{}</td><td>{}</td>", escaped(entry.name), bounds);
      cells(entry.used, [&](double value) { return amount(value, entry.unit); });
      put("</tr>");
    }
    close_table(entries.size(), 2);
  }

  void reasons() {
    for (std::size_t k = 0; k < of_.reasons.size(); ++k) {
      if (of_.reasons[k].empty()) continue;
      put(R"(<h2>What {} starts from, other than {}</h2><div class="wide"><table><thead><tr><th>Where</th><th>{}</th><th>{}</th></tr></thead><tbody>)",
          escaped(of_.labels[k]), escaped(of_.labels.front()), escaped(of_.labels.front()), escaped(of_.labels[k]));
      for (std::size_t d = 0; d < std::min(longest_, of_.reasons[k].size()); ++d) {
        const JobDifference& entry = of_.reasons[k][d];
        put("<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>", escaped(entry.path),
            entry.before.empty() ? "not there" : escaped(entry.before),
            entry.after.empty() ? "not there" : escaped(entry.after));
      }
      put("</tbody></table></div>");
    }
  }

  const Comparison& of_;
  const std::size_t longest_;
  fmt::memory_buffer body_;
};

}  // namespace

std::string comparison_page(const Comparison& comparison, std::size_t longest_list) {
  return Page(comparison, longest_list).write();
}

}  // namespace planwerk
