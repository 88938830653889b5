#include "tools/planwerk/verdict_text.hpp"

#include <fmt/format.h>

#include "host/lp/lp_names.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

double as_written(const LinearProgram& lp, double objective) {
  return lp.maximize ? -objective : objective;
}

std::string to_text(const LinearProgram& lp, Status stated, const SolutionVerdict& verdict) {
  if (stated == Status::infeasible) {
    return fmt::format(
        "Farkas proof     {}, margin {:.2g}\n",
        verdict.farkas.proves_infeasible ? "holds: no point satisfies all rows and bounds" : "does not hold",
        verdict.farkas.margin);
  }
  std::string text;
  if (stated == Status::unbounded) {
    text = fmt::format(
        "ray              {}, leaves the bounds by {:.2g}\n",
        verdict.ray.proves_unbounded ? "holds: the objective improves along it without end" : "does not hold",
        verdict.ray.violation);
  }
  const LpCertificate& found = verdict.certificate;
  text += fmt::format("primal residual  {:.2g} (2-norm, relative), {:.2g} at its worst entry\n",
                      found.primal_residual_2, found.primal_residual_inf);
  text += fmt::format("dual residual    {:.2g} (2-norm, relative), {:.2g} at its worst entry\n", found.dual_residual_2,
                      found.dual_residual_inf);
  text += fmt::format("worst row        {} off by {:.2g} of its terms\n",
                      found.worst_row < 0 ? "none" : row_name(lp, found.worst_row), found.row_violation);
  return text + fmt::format("proven bound     {:.10g}\n", as_written(lp, found.safe_bound));
}

nlohmann::ordered_json to_json(Status stated, const SolutionVerdict& verdict) {
  const LpCertificate& found = verdict.certificate;
  nlohmann::ordered_json json{{"holds", verdict.holds()},
                              {"status", std::string(to_string(stated))},
                              {"primal_residual_2", finite_or_null(found.primal_residual_2)},
                              {"dual_residual_2", finite_or_null(found.dual_residual_2)},
                              {"primal_residual_inf", finite_or_null(found.primal_residual_inf)},
                              {"dual_residual_inf", finite_or_null(found.dual_residual_inf)},
                              {"relative_gap", finite_or_null(found.relative_gap)},
                              {"row_violation", finite_or_null(found.row_violation)},
                              {"column_violation", finite_or_null(found.column_violation)},
                              {"safe_bound_of_minimisation", finite_or_null(found.safe_bound)},
                              {"safe_gap", finite_or_null(found.safe_gap)}};
  if (stated == Status::infeasible) json["farkas_margin"] = finite_or_null(verdict.farkas.margin);
  if (stated == Status::unbounded) json["ray_violation"] = finite_or_null(verdict.ray.violation);
  json["faults"] = to_json(verdict.problems);
  return json;
}

}  // namespace planwerk::cli
