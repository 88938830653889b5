#include "host/service/grpc/plan_parts_source.hpp"

#include "host/codec/part_sequence.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {
namespace {

using Part = v1::PlanPart;

std::set<int> kinds_of(int selection) {
  switch (selection) {
    case v1::GetPlanRequest::NEEDS:
      return {Part::kNeeds};
    case v1::GetPlanRequest::RECIPES:
      return {Part::kRecipes, Part::kLabourOffers, Part::kStocks};
    case v1::GetPlanRequest::VALUATIONS:
      return {Part::kProducts, Part::kLabourKinds, Part::kCapacities, Part::kLimits, Part::kTiers, Part::kTierLists};
    case v1::GetPlanRequest::EXPLANATIONS:
      return {Part::kExplanations, Part::kConflict, Part::kAnswers};
    default:
      throw Refused(Refusal::invalid, "selections: there is none with the number " + std::to_string(selection));
  }
}

std::set<int> kinds_of(const v1::GetPlanRequest& request) {
  std::set<int> kinds;
  bool whole = request.selections().empty();
  for (const int selection : request.selections()) {
    if (selection == v1::GetPlanRequest::WHOLE) {
      whole = true;
    } else {
      kinds.merge(kinds_of(selection));
    }
  }
  return whole ? std::set<int>() : kinds;
}

PartReader open(const std::filesystem::path& plan) {
  try {
    return PartReader(plan, plan_parts_magic);
  } catch (const BadPart& fault) {
    throw Refused(Refusal::damaged, "the stored plan is damaged: " + fault.message);
  }
}

int kind_named(const std::string& name) {
  const auto* field = Part::descriptor()->FindFieldByName(name);
  return field == nullptr ? 0 : field->number();
}

}  // namespace

PlanPartsSource::PlanPartsSource(const std::filesystem::path& plan, const v1::GetPlanRequest& request)
    : reader_(open(plan)), kinds_(kinds_of(request)) {}

bool PlanPartsSource::is_selected(const Part& part) const {
  return kinds_.empty() || part.has_header() || part.has_trailer() || kinds_.contains(part.part_case());
}

bool PlanPartsSource::next(Part& part) {
  if (closed_) return false;
  try {
    do {
      if (!reader_.next(part)) throw BadPart{"", "", "it ends without a trailer"};
    } while (!is_selected(part));
    if (part.has_trailer()) {
      close(part);
    } else {
      writer_.write(part);
    }
    return true;
  } catch (const BadPart& fault) {
    throw Refused(Refusal::damaged, "the stored plan is damaged at " + reader_.place() + ": " + fault.message);
  }
}

void PlanPartsSource::close(Part& trailer) {
  closed_ = true;
  if (kinds_.empty()) return;
  const v1::PartTrailer whole = trailer.trailer();
  PartCounts counts;
  for (int i = 0; i < whole.kinds_size() && i < whole.counts_size(); ++i) {
    counts.emplace_back(whole.kinds(i), kinds_.contains(kind_named(whole.kinds(i))) ? whole.counts(i) : 0);
  }
  trailer.mutable_trailer()->Clear();
  writer_.fill_trailer(*trailer.mutable_trailer(), counts);
}

}  // namespace planwerk::service
