// What a planner reads first and last: the verdict, the facts, the proof, and where all of it comes from.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

bool has_point(const Plan& plan) {
  return plan.status != Status::infeasible && plan.status != Status::unbounded;
}

void fact(ReportBody& body, const std::string& size, const std::string& what) {
  body.markup.put("<div><b>{}</b>{}</div>", escaped(size), escaped(what));
}

// What is proved of short needs: whether one of them could still get more at nobody's expense.
std::string fall_through_in_words(const ReportBody& body) {
  constexpr double nothing = 1e-6, unproved = 1;  // coverage
  const double left = body.plan.certificate.fall_through;
  if (!(left < unproved)) return std::string(body[Phrase::falls_unproved]);
  if (left > nothing) return body.say(Phrase::falls_by, body.language.percent(left));
  return std::string(body[body.plan.tiers.empty() ? Phrase::falls_none_weighted : Phrase::falls_none]);
}

// The unit of what the certificate's objective counts: hours, or whatever the last tier counts.
std::string unit_of_objective(const ReportBody& body) {
  if (body.plan.tiers.empty()) return "h";
  return unit_of_tier(body.economy, body.plan.tiers.back().tier, body.language);
}

// A row of the table of origins; nothing where there is nothing to say.
void origin_row(Table& table, std::string_view what, std::string_view value) {
  if (value.empty()) return;
  table.begin_row();
  table.words(what);
  table.words(value);
}

}  // namespace

void add_verdict(ReportBody& body) {
  const Plan& plan = body.plan;
  const bool good = plan.status == Status::optimal || plan.status == Status::feasible;
  body.markup.put(R"(<div class="verdict {}"><p><b>{}</b></p>)",
                  good                                ? "good"
                  : plan.status == Status::infeasible ? "poor"
                                                      : "some",
                  escaped(status_in_words(plan, body.language)));
  if (has_point(plan)) {
    body.paragraph(executability_in_words(plan.certificate, body.language));
    body.paragraph(gap_in_words(plan.certificate, body.language));
    body.paragraph(fall_through_in_words(body));
  }
  body.markup.put("</div>");
}

void add_facts(ReportBody& body) {
  const Plan& plan = body.plan;
  const Language& language = body.language;
  const auto covered = std::count_if(plan.needs.begin(), plan.needs.end(),
                                     [](const NeedResult& need) { return need.coverage >= full_coverage; });
  double asked = 0, people_needs = 0, used = 0, offered = 0;
  for (std::size_t n = 0; n < plan.needs.size(); ++n) {
    const double people = body.economy.cohorts[body.economy.needs[n].cohort].size;
    asked += people;
    people_needs += people * std::min(1.0, plan.needs[n].coverage);
  }
  for (const LabourResult& kind : plan.labour_kinds) {
    used += kind.used;
    offered += kind.offered;
  }
  body.markup.put(R"(<div class="facts">)");
  fact(body, body.say(Phrase::fact_covered, covered, plan.needs.size()), body.say(Phrase::fact_covered_note));
  if (asked > 0) fact(body, language.percent(people_needs / asked), body.say(Phrase::fact_mean_note));
  fact(body, language.amount(used, "h"), body.say(Phrase::fact_work_note, language.amount(offered, "h")));
  fact(body,
       fmt::format("{}", std::count_if(plan.activity.begin(), plan.activity.end(), [](double x) { return x > 0; })),
       body.say(Phrase::fact_recipes_note, plan.activity.size()));
  body.markup.put("</div>");
}

void add_certificate(ReportBody& body) {
  if (!has_point(body.plan)) return;
  const PlanCertificate& certificate = body.plan.certificate;
  const Language& language = body.language;
  body.section("certificate", Phrase::certificate_heading);
  body.paragraph(body[Phrase::certificate_note]);
  Table figures(language, "certificate", std::string(body[Phrase::certificate_heading]),
                {body.column(Phrase::column_figure), body.figures(Phrase::column_value)});
  const auto row = [&](Phrase what, double value, std::string_view unit) {
    figures.begin_row();
    figures.words(body[what]);
    figures.number(value, unit);
  };
  row(Phrase::certificate_shortage, certificate.max_shortage, "");
  row(Phrase::certificate_excess, certificate.max_excess, "");
  row(Phrase::certificate_objective, certificate.objective, unit_of_objective(body));
  if (std::isfinite(certificate.safe_bound)) {
    row(Phrase::certificate_bound, certificate.safe_bound, unit_of_objective(body));
    row(Phrase::certificate_gap, certificate.safe_gap, "");
  }
  body.show(figures);
  if (certificate.worst.empty()) return;
  body.begin_fold(body[Phrase::certificate_worst], "", false);
  Table worst(language, "worst-balances", std::string(body[Phrase::certificate_worst]),
              {body.column(Phrase::column_thing), body.column(Phrase::column_id), body.figures(Phrase::column_off_by)});
  for (const NamedResidual& entry : certificate.worst) {
    worst.begin_row();
    worst.words(body.glossary.name_of(entry.id));
    worst.words(entry.id);
    worst.number(entry.value, "");
  }
  body.show(worst);
  body.end_fold();
}

void add_origin(ReportBody& body) {
  const Plan& plan = body.plan;
  const Provenance& provenance = body.economy.provenance;
  body.section("origin", Phrase::origin_heading);
  Table table(body.language, "origin", std::string(body[Phrase::origin_heading]),
              {body.column(Phrase::column_figure), body.column(Phrase::column_value)});
  origin_row(table, body[Phrase::origin_job], plan.job_name);
  origin_row(table, body[Phrase::origin_job_hash], plan.job_sha256);
  origin_row(table, body[Phrase::origin_plan_hash], plan.plan_sha256);
  origin_row(table, body[Phrase::origin_command], body.settings.command);
  origin_row(table, body[Phrase::origin_program], plan.record.version);
  origin_row(table, body[Phrase::origin_method],
             body.say(Phrase::origin_method_value, plan.record.method, plan.record.device,
                      body.language.figure(plan.record.elapsed_s), fmt::format("{:g}", plan.record.tolerance)));
  origin_row(table, body[Phrase::origin_source], provenance.source);
  origin_row(table, body[Phrase::origin_version], provenance.version);
  origin_row(table, body[Phrase::origin_licence], provenance.licence);
  body.show(table);
  if (provenance.notes.empty()) return;
  body.begin_fold(body[Phrase::origin_notes], "", false);
  body.markup.put("<ul>");
  for (const std::string& note : provenance.notes) body.markup.put("<li>{}</li>", escaped(note));
  body.markup.put("</ul>");
  body.end_fold();
}

}  // namespace planwerk
