#pragma once

#include <optional>

#include "host/answers/dossier/frontier.hpp"
#include "host/lp/extended_program.hpp"
#include "host/model/build_lp.hpp"

namespace planwerk {

// The programme behind a frontier: greatest measure with a bound on the means, for needs that are merged.
class FrontierProgramme {
 public:
  FrontierProgramme(const Economy& economy, const Means& means, Measure measure);

  // Least -measure (in hours: scale() hours are one unit of it) with at most `means` of the means.
  LinearProgram with(double means) const;
  // Least use of the means, with the bound open.
  LinearProgram least_use() const;
  // Such a programme with other costs, per column.
  LinearProgram with_costs(LinearProgram lp, const std::vector<double>& costs) const;
  const std::vector<double>& burden() const { return burden_; }
  const std::vector<double>& use() const { return use_; }  // of the means, per column

  // The measure per hour of the programmes' objective.
  double scale() const { return scale_; }
  double means_of(const std::vector<double>& primal) const;
  double value_of(double objective) const { return 0 - objective * scale_; }
  // Measure per unit of the means, from the dual of the bound.
  double slope_of(const std::vector<double>& dual) const;
  // All of the means that could ever be used: hours offered; infinite of limits and capacities.
  double most() const { return most_; }
  std::optional<double> present() const { return present_; }
  // Of a limit that has only a lower side the means are its bound with the sign turned.
  double sign() const { return sign_; }

  // The plan at a point of the programme, completed and judged with the means as the bound, needs shared out.
  Plan plan_at(double means, const PrimalDual& point) const;

 private:
  void bound_means();
  void price_measure();
  Economy economy_with(double means) const;

  const Economy& economy_;
  const Means means_;
  const Measure measure_;
  MergedNeeds merged_;
  ProductionLp production_;
  LinearProgram open_;  // with the bound's row, and the measure as its costs
  std::int32_t row_ = 0;
  double sign_ = 1;
  double scale_ = 1;
  double most_ = infinity;
  std::optional<double> present_;
  std::vector<double> use_, burden_;
};

}  // namespace planwerk
