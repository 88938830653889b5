#include "host/plan/report/html_report.hpp"

#include "host/plan/report/page.hpp"
#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

// In the order of use: what came out, what contradicts itself or falls short and why, what it rests on, what it is made
// with, and what proves it.
void add_sections(ReportBody& body) {
  add_verdict(body);
  add_conflict(body);
  if (body.plan.status != Status::infeasible && body.plan.status != Status::unbounded) {
    add_facts(body);
    add_comparison(body);
    add_groups(body);
    add_needs(body);
    add_reasons(body);
    add_competition(body);
    add_variants(body);
    add_tiers(body);
    add_chains(body);
    add_scarcities(body);
    add_work(body);
    add_limits(body);
    add_plant(body);
    add_products(body);
    add_loops(body);
    add_footprints(body);
    add_work_frontier(body);
    add_nearby_plans(body);
  }
  add_decisions(body);
  add_certificate(body);
  add_origin(body);
}

std::string title_of(const Economy& economy, const Plan& plan, const Language& language) {
  const std::string& name = economy.name.empty() ? plan.job_name : economy.name;
  return (name.empty() ? std::string(language[Phrase::plan]) : name) +
         (economy.period.empty() ? "" : ", " + economy.period);
}

PageText page_text(const Economy& economy, const Plan& plan, const ReportSettings& settings, const Language& language) {
  ReportBody body(economy, plan, settings, language);
  add_sections(body);
  return {&language, title_of(economy, plan, language), economy.description, body.contents, body.markup.str()};
}

}  // namespace

std::string html_report(const Economy& economy, const Plan& plan, const ReportSettings& settings) {
  const PageText first = page_text(economy, plan, settings, *settings.language);
  if (!settings.both_languages) return html_page(first);
  return html_page(first, page_text(economy, plan, settings, settings.language->other()));
}

std::vector<Picture> report_pictures(const Economy& economy, const Plan& plan, const ReportSettings& settings) {
  ReportBody body(economy, plan, settings, *settings.language);
  add_sections(body);
  return body.pictures;
}

}  // namespace planwerk
