#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/plan/report/html.hpp"
#include "host/plan/report/html_report.hpp"
#include "host/plan/report/language.hpp"
#include "host/plan/report/table.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {

// What the sections of a report have in common: what it is about, and the markup they add to.
struct ReportBody {
  ReportBody(const Economy& its_economy, const Plan& its_plan, const ReportSettings& its_settings,
             const Language& its_language)
      : economy(its_economy),
        plan(its_plan),
        settings(its_settings),
        language(its_language),
        glossary(its_economy, its_language),
        worth_unit(unit_of_tier(its_economy, pricing_tier(its_economy, its_plan), its_language)) {}

  std::string_view operator[](Phrase phrase) const { return language[phrase]; }
  template <class... Values>
  std::string say(Phrase phrase, const Values&... values) const {
    return language.say(phrase, values...);
  }

  // What valuations count, in a sentence: "hours of burden".
  std::string worth_in_words() const {
    const Index tier = pricing_tier(economy, plan);
    return worth_unit == "h" ? std::string(language[Phrase::worth_hours])
                             : say(Phrase::worth_tier, economy.objective.tiers[tier].id);
  }

  void section(std::string_view id, Phrase heading) {
    contents.emplace_back(id, language[heading]);
    markup.put(R"(<h2 id="{}">{}</h2>)", id, escaped(language[heading]));
  }
  void subheading(Phrase heading) { markup.put("<h3>{}</h3>", escaped(language[heading])); }
  void paragraph(std::string_view words) { markup.put("<p>{}</p>", escaped(words)); }
  void show(const Table& table) { markup.put("{}", table.html()); }
  void show(Picture picture) {
    markup.put(R"(<figure><figcaption>{}</figcaption><div class="wide">{}</div></figure>)", escaped(picture.title),
               picture.svg);
    pictures.push_back(std::move(picture));
  }
  // Begins a part that opens on a click; closed by end_fold().
  void begin_fold(std::string_view summary, std::string_view aside, bool open) {
    markup.put(R"(<details{}><summary>{} <span class="soft">{}</span></summary>)", open ? " open" : "",
               escaped(summary), escaped(aside));
  }
  void end_fold() { markup.put("</details>"); }

  // A heading of a table: words, or numbers set to the right.
  Column column(Phrase heading) const { return {std::string(language[heading]), false}; }
  Column figures(Phrase heading) const { return {std::string(language[heading]), true}; }

  const Economy& economy;
  const Plan& plan;
  const ReportSettings& settings;
  const Language& language;
  const Glossary glossary;
  const std::string worth_unit;  // of valuations
  Markup markup;
  std::vector<Picture> pictures;
  std::vector<std::pair<std::string, std::string>> contents;  // id and heading of the sections so far
};

// The sections, each silent where it has nothing to tell.
void add_verdict(ReportBody& body);
void add_conflict(ReportBody& body);
void add_facts(ReportBody& body);
void add_comparison(ReportBody& body);
void tell_other_job(ReportBody& body);  // a part of the comparison
void add_needs(ReportBody& body);
void add_reasons(ReportBody& body);
void add_competition(ReportBody& body);
void add_variants(ReportBody& body);
void add_tiers(ReportBody& body);
void add_decisions(ReportBody& body);
void add_chains(ReportBody& body);
void add_scarcities(ReportBody& body);
void add_work(ReportBody& body);
void add_limits(ReportBody& body);
void add_plant(ReportBody& body);
void add_groups(ReportBody& body);
void add_products(ReportBody& body);
void add_loops(ReportBody& body);
void add_footprints(ReportBody& body);
void add_work_frontier(ReportBody& body);
void add_nearby_plans(ReportBody& body);
void add_certificate(ReportBody& body);
void add_origin(ReportBody& body);

}  // namespace planwerk
