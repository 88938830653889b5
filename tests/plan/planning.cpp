#include "tests/plan/planning.hpp"

namespace planwerk {

Plan plan_of(const Economy& economy, double gap_tolerance) {
  static const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  PlanSettings settings;
  settings.gap_tolerance = gap_tolerance;
  settings.solve.time_limit_s = 60;
  return make_plan(economy, settings, *device);
}

}  // namespace planwerk
