#include "host/codec/job_frame.hpp"

#include <algorithm>
#include <array>

#include "host/codec/message_file.hpp"
#include "planwerk/v1/economy.pb.h"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

Provenance from_message(const v1::Provenance& message) {
  return {message.source(), message.version(), message.licence(), {message.notes().begin(), message.notes().end()}};
}

Objective from_message(const v1::Objective& message, Findings& findings) {
  const Place place("objective");
  Objective objective;
  if (message.has_hours_per_coverage()) {
    objective.hours_per_coverage = message.hours_per_coverage();
  } else {
    findings.fail(place.field("hours_per_coverage"), "",
                  "missing: state the hours of labour that one person's full coverage at step value 1 is worth");
    objective.hours_per_coverage = 1;
  }
  for (int k = 0; k < message.ladder_size(); ++k) {
    const auto& step = message.ladder(k);
    if (!step.has_width()) findings.fail(place.entry("ladder", k).field("width"), "", "missing");
    if (!step.has_value()) findings.fail(place.entry("ladder", k).field("value"), "", "missing");
    objective.ladder.push_back({step.width(), step.value()});
  }
  if (objective.ladder.empty()) objective.ladder = default_ladder();
  return objective;
}

JobSettings from_message(const v1::JobSettings& message, Findings& findings) {
  static const std::vector<std::string> methods = {"", "auto", "pdhg", "ipm"};
  const Place place("settings");
  JobSettings settings;
  if (message.has_tolerance() && findings.positive(place.field("tolerance"), message.tolerance())) {
    settings.tolerance = message.tolerance();
  }
  if (message.has_time_limit_s() && findings.positive(place.field("time_limit_s"), message.time_limit_s())) {
    settings.time_limit_s = message.time_limit_s();
  }
  settings.method = message.method();
  if (std::find(methods.begin(), methods.end(), settings.method) == methods.end()) {
    findings.fail(place.field("method"), planwerk::quoted(settings.method),
                  "unknown method" + did_you_mean(settings.method, methods));
  }
  return settings;
}

void to_message(const Provenance& provenance, v1::Provenance& message) {
  message.set_source(provenance.source);
  message.set_version(provenance.version);
  message.set_licence(provenance.licence);
  for (const auto& note : provenance.notes) message.add_notes(note);
}

void to_message(const Objective& objective, v1::Objective& message) {
  message.set_hours_per_coverage(objective.hours_per_coverage);
  for (const auto& [width, value] : objective.ladder) {
    auto& step = *message.add_ladder();
    step.set_width(width);
    step.set_value(value);
  }
}

void to_message(const JobSettings& settings, v1::JobSettings& message) {
  if (settings.tolerance) message.set_tolerance(*settings.tolerance);
  if (settings.time_limit_s) message.set_time_limit_s(*settings.time_limit_s);
  message.set_method(settings.method);
}

}  // namespace planwerk
