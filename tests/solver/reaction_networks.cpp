#include "tests/solver/reaction_networks.hpp"

#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

#include "tests/support/data_folder.hpp"

namespace planwerk {
namespace {

using Cells = std::vector<std::string>;

// Cells may be quoted, with commas within; the data has no quotes within quotes.
std::vector<Cells> read_csv(const std::filesystem::path& file) {
  std::vector<Cells> lines;
  std::istringstream text(read_whole_file(file));
  for (std::string line; std::getline(text, line);) {
    Cells& cells = lines.emplace_back(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.emplace_back();
      } else {
        cells.back() += c;
      }
    }
  }
  lines.erase(lines.begin());  // the header
  return lines;
}

}  // namespace

LinearProgram flux_balance(const std::filesystem::path& folder) {
  LinearProgram lp;
  lp.maximize = true;
  for (const Cells& cells : read_csv(folder / "reactions.csv.gz")) {
    lp.column_lower.push_back(std::stod(cells.at(cells.size() - 3)));
    lp.column_upper.push_back(std::stod(cells.at(cells.size() - 2)));
    lp.objective.push_back(-std::stod(cells.at(cells.size() - 1)));
  }
  std::vector<Triplet> entries;
  std::int32_t rows = 0;
  for (const Cells& cells : read_csv(folder / "S.csv.gz")) {
    entries.push_back({std::stoi(cells.at(0)), std::stoi(cells.at(1)), std::stod(cells.at(2))});
    rows = std::max(rows, entries.back().row + 1);
  }
  lp.matrix = matrix_from_triplets(rows, static_cast<std::int32_t>(lp.objective.size()), std::move(entries));
  lp.row_lower.assign(static_cast<std::size_t>(rows), 0);
  lp.row_upper = lp.row_lower;
  return lp;
}

Biochemistry model_seed(const std::filesystem::path& folder) {
  const std::set<std::string> medium = {"cpd00001", "cpd00007", "cpd00011", "cpd00013", "cpd00009", "cpd00048",
                                        "cpd00067", "cpd00027", "cpd00205", "cpd00971", "cpd00254", "cpd00063",
                                        "cpd00099", "cpd10515", "cpd10516", "cpd00030", "cpd00034", "cpd00058",
                                        "cpd00149", "cpd11574", "cpd00244"};
  std::map<std::string, std::string> directions;  // of the reactions taken
  for (const Cells& cells : read_csv(folder / "reactions.csv.gz")) {
    if (cells.at(4) == "OK" && cells.at(5) == "0") directions[cells.at(0)] = cells.at(2);
  }
  std::map<std::string, std::map<std::string, double>> reactions;  // id -> compound -> coefficient
  for (const Cells& cells : read_csv(folder / "stoichiometry.csv.gz")) {
    if (directions.contains(cells.at(0))) reactions[cells.at(0)][cells.at(1)] += std::stod(cells.at(3));
  }
  Biochemistry chemistry;
  std::map<std::string, std::int32_t> rows;
  std::set<std::string> compounds;
  std::vector<Triplet> entries;
  std::int32_t columns = 0;
  for (const auto& [reaction, coefficients] : reactions) {
    const std::string& direction = directions[reaction];
    std::vector<std::pair<std::int32_t, double>> net;
    for (const auto& [compound, coefficient] : coefficients) {
      if (coefficient == 0) continue;
      ++chemistry.coefficients;
      compounds.insert(compound);
      if (medium.contains(compound)) continue;
      const auto row = rows.try_emplace(compound, static_cast<std::int32_t>(rows.size())).first->second;
      net.emplace_back(row, coefficient);
    }
    for (const auto& [symbol, sign] : {std::pair{">", 1.0}, std::pair{"<", -1.0}}) {
      if (direction != symbol && direction != "=") continue;
      for (const auto& [row, coefficient] : net) entries.push_back({row, columns, sign * coefficient});
      ++columns;
    }
  }
  chemistry.reactions = static_cast<std::int32_t>(reactions.size());
  chemistry.compounds = static_cast<std::int32_t>(compounds.size());
  chemistry.matrix = matrix_from_triplets(static_cast<std::int32_t>(rows.size()), columns, std::move(entries));
  return chemistry;
}

LinearProgram what_can_be_made(const Biochemistry& chemistry) {
  const SparseMatrix& net = chemistry.matrix;
  std::vector<Triplet> entries;
  for (std::int32_t i = 0; i < net.rows; ++i) {
    for (std::int64_t e = net.row_offsets[i]; e < net.row_offsets[i + 1]; ++e)
      entries.push_back({i, net.column_indices[e], net.values[e]});
    entries.push_back({i, net.columns + i, -1.0});
  }
  LinearProgram lp;
  lp.matrix = matrix_from_triplets(net.rows, net.columns + net.rows, std::move(entries));
  lp.objective.assign(net.columns, 0);
  lp.objective.insert(lp.objective.end(), net.rows, -1);
  lp.row_lower.assign(net.rows, 0);
  lp.row_upper.assign(net.rows, infinity);
  lp.column_lower.assign(net.columns + net.rows, 0);
  lp.column_upper.assign(net.columns, infinity);
  lp.column_upper.insert(lp.column_upper.end(), net.rows, 1);
  return lp;
}

LinearProgram least_total_flux(const Biochemistry& chemistry, const std::vector<double>& demand) {
  LinearProgram lp;
  lp.matrix = chemistry.matrix;
  lp.objective.assign(lp.matrix.columns, 1);
  lp.row_lower = demand;
  lp.row_upper.assign(lp.matrix.rows, infinity);
  lp.column_lower.assign(lp.matrix.columns, 0);
  lp.column_upper.assign(lp.matrix.columns, infinity);
  return lp;
}

}  // namespace planwerk
