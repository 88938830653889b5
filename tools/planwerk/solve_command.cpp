#include <memory>

#include "host/lp/solution_file.hpp"
#include "host/plan/report/summary.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/gzip_files.hpp"
#include "tools/planwerk/lp_input.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk/solve_flags.hpp"
#include "tools/planwerk/verdict_text.hpp"

namespace planwerk::cli {
namespace {

struct SolveCommand {
  Console console;
  SolveFlags flags;
  std::string lp_path;
  std::string solution_path;
  bool presolve = true;

  ExitCode run() {
    const auto lp = read_lp_or_tell(lp_path, console);
    if (!lp) return ExitCode::bad_input;
    const auto device = flags.open(console);
    const auto rival = flags.open_rival(console);
    SolveSettings settings = flags.settings(console);
    settings.race_on = rival.get();
    settings.tolerance = flags.tolerance().value_or(settings.tolerance);
    settings.presolve = presolve;
    Solution solution = solve(*lp, settings, *device);
    console.end_progress();
    StatedSolution answer = stated_solution(*lp, solution.status, std::move(solution.point), std::move(solution.ray));
    const SolutionVerdict verdict = verify_solution(*lp, answer, settings.tolerance);
    // Never better than the certificate.
    if (!verdict.holds() && !stopped_short(answer.status)) answer.status = Status::numerical_trouble;
    if (!solution_path.empty()) {
      write_file(solution_path, [&](std::ostream& stream) { write_solution(*lp, answer, stream); });
    }
    tell(*lp, answer, verdict, solution);
    return exit_code_of(answer.status);
  }

  void tell(const LinearProgram& lp, const StatedSolution& answer, const SolutionVerdict& verdict,
            const Solution& solution) {
    const double objective = as_written(lp, answer.objective);
    const double gap = verdict.certificate.relative_gap;
    if (console.json()) {
      console.result({{"status", std::string(to_string(answer.status))},
                      {"reason", solution.reason},
                      {"objective", finite_or_null(objective)},
                      {"gap", finite_or_null(gap)},
                      {"time_s", solution.elapsed_s},
                      {"rows", lp.rows()},
                      {"columns", lp.columns()},
                      {"nonzeros", lp.matrix.nonzeros()},
                      {"iterations", solution.iterations},
                      {"matrix_products", solution.matrix_products},
                      {"certificate", to_json(answer.status, verdict)}});
    } else {
      std::string text = fmt::format("{} rows, {} columns, {} nonzeros; {} iterations, {} matrix products\n", lp.rows(),
                                     lp.columns(), lp.matrix.nonzeros(), solution.iterations, solution.matrix_products);
      if (!solution.reason.empty()) text += solution.reason + "\n";
      console.result(text + to_text(lp, answer.status, verdict) +
                     result_line(answer.status, objective, gap, solution.elapsed_s));
    }
    if (solution_path.empty()) {
      console.suggest("planwerk solve {} -o solution.txt   keep the solution", lp_path);
    } else {
      console.suggest("planwerk verify {} {}", lp_path, solution_path);
    }
  }
};

}  // namespace

void add_solve(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<SolveCommand>();
  CLI::App* command = app.add_subcommand("solve", "solve any linear programme in MPS");
  command->add_option("LP", state->lp_path, "linear programme: .mps or .mps.gz")->required()->type_name("");
  command->add_option("-o,--output", state->solution_path, "write the solution as text, gzip by name")
      ->check(writable_file())
      ->type_name("FILE");
  state->flags.add_to(*command, state->console,
                      "largest relative residual and gap (2-norms) of the problem as written; default 1e-6");
  command->add_flag("!--no-presolve", state->presolve, "solve the programme as it is");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
