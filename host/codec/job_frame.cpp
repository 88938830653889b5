#include "host/codec/job_frame.hpp"

#include <algorithm>
#include <array>

#include "host/codec/enum_numbers.hpp"
#include "host/codec/limit_terms.hpp"
#include "host/codec/message_file.hpp"
#include "host/model/objective.hpp"
#include "planwerk/v1/economy.pb.h"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

namespace {

Tier tier_from(const v1::Tier& message, const Place& place, Findings& findings) {
  Tier tier;
  tier.id = message.id();
  if (const auto aim = aim_of(message.aim())) {
    tier.aim = *aim;
  } else if (message.aim() == v1::Tier::AIM_UNSPECIFIED) {
    findings.fail(place.field("aim"), "", "missing: what the tier asks for");
  } else {
    findings.fail(place.field("aim"), std::to_string(static_cast<int>(message.aim())), "unknown aim");
  }
  if (message.has_tolerance()) tier.tolerance = message.tolerance();
  if (message.has_depth()) tier.depth = message.depth();
  tier.origin = message.origin();
  return tier;
}

void add_tier(const Economy& economy, const Tier& tier, v1::Objective& message) {
  auto& entry = *message.add_tiers();
  entry.set_id(tier.id);
  entry.set_aim(static_cast<v1::Tier::Aim>(number_of(tier.aim)));
  if (tier.tolerance != Tier{}.tolerance) entry.set_tolerance(tier.tolerance);
  if (tier.depth != Tier{}.depth) entry.set_depth(tier.depth);
  for (const LimitTerm& term : economy.terms_of(tier)) to_message(economy, term, *entry.add_terms());
  entry.set_origin(tier.origin);
}

}  // namespace

Provenance from_message(const v1::Provenance& message) {
  return {message.source(), message.version(), message.licence(), {message.notes().begin(), message.notes().end()}};
}

Objective from_message(const v1::Objective& message, Findings& findings) {
  const Place place("objective");
  Objective objective;
  for (int k = 0; k < message.tiers_size(); ++k) {
    objective.tiers.push_back(tier_from(message.tiers(k), Place("objective.tiers", "", k), findings));
  }
  objective.origin = message.origin();
  if (message.has_hours_per_coverage()) {
    objective.hours_per_coverage = message.hours_per_coverage();
  } else if (needs_exchange_rate(objective)) {
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

void to_message(const Economy& economy, v1::Objective& message) {
  const Objective& objective = economy.objective;
  if (objective.hours_per_coverage != 0 || needs_exchange_rate(objective)) {
    message.set_hours_per_coverage(objective.hours_per_coverage);
  }
  for (const auto& [width, value] : objective.ladder) {
    auto& step = *message.add_ladder();
    step.set_width(width);
    step.set_value(value);
  }
  for (const Tier& tier : objective.tiers) add_tier(economy, tier, message);
  message.set_origin(objective.origin);
}

void to_message(const JobSettings& settings, v1::JobSettings& message) {
  if (settings.tolerance) message.set_tolerance(*settings.tolerance);
  if (settings.time_limit_s) message.set_time_limit_s(*settings.time_limit_s);
  message.set_method(settings.method);
}

}  // namespace planwerk
