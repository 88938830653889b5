#include "host/solver/incomplete_lu.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <queue>

#include "host/solver/basis_solver.hpp"

namespace planwerk {
namespace {

constexpr double smallest_pivot = 1e-9;   // relative to the largest entry that the row had
constexpr double tolerated_pivot = 0.01;  // relative to the largest entry left: a smaller diagonal gives way to it

// Where columns stand in the elimination.
class ColumnPlaces {
 public:
  explicit ColumnPlaces(std::vector<std::int32_t> column_at)
      : column_at_(std::move(column_at)), place_(column_at_.size()) {
    for (std::size_t k = 0; k < column_at_.size(); ++k) place_[column_at_[k]] = static_cast<std::int32_t>(k);
  }
  std::int32_t place(std::int32_t column) const { return place_[column]; }
  std::int32_t at(std::int32_t place) const { return column_at_[place]; }
  void swap(std::int32_t place, std::int32_t other_place) {
    std::swap(column_at_[place], column_at_[other_place]);
    place_[column_at_[place]] = place;
    place_[column_at_[other_place]] = other_place;
  }
  std::vector<std::int32_t> release() { return std::move(column_at_); }

 private:
  std::vector<std::int32_t> column_at_, place_;
};

// One row under elimination: values by column, and the places left of the diagonal still to come.
class WorkingRow {
 public:
  explicit WorkingRow(const ColumnPlaces& places, std::size_t size)
      : places_(places), value_(size, 0.0), origin_(size, absent) {}

  void begin(std::int32_t place) { place_ = place; }
  void add_entry(std::int32_t column, double value) { open(column, given, value); }
  void subtract(std::int32_t column, double value) {
    if (origin_[column] == absent) {
      open(column, fill, -value);
    } else {
      value_[column] -= value;
    }
  }
  bool more_to_eliminate() const { return !left_.empty(); }
  std::int32_t next_to_eliminate() {  // a place
    const std::int32_t place = left_.top();
    left_.pop();
    return place;
  }
  double value(std::int32_t column) const { return value_[column]; }
  bool is_fill(std::int32_t column) const { return origin_[column] == fill; }
  double largest() const {
    double largest = 0;
    for (const std::int32_t column : pattern_) largest = std::max(largest, std::fabs(value_[column]));
    return largest;
  }
  // The place right of and including the diagonal with the largest entry; the diagonal's own unless far smaller.
  std::int32_t pivot_place() const {
    std::int32_t best = place_;
    double most = std::fabs(value_[places_.at(place_)]) / tolerated_pivot;
    for (const std::int32_t column : pattern_) {
      const std::int32_t place = places_.place(column);
      const double size = std::fabs(value_[column]);
      if (place <= place_ || size < most || (size == most && place >= best)) continue;
      most = size;
      best = place;
    }
    return best;
  }
  const std::vector<std::int32_t>& pattern() const { return pattern_; }
  void clear() {
    for (const std::int32_t column : pattern_) {
      value_[column] = 0;
      origin_[column] = absent;
    }
    pattern_.clear();
  }

 private:
  enum Origin : std::int8_t { absent, given, fill };
  void open(std::int32_t column, Origin origin, double value) {
    value_[column] = value;
    origin_[column] = origin;
    pattern_.push_back(column);
    if (places_.place(column) < place_) left_.push(places_.place(column));
  }

  const ColumnPlaces& places_;
  std::int32_t place_ = 0;
  std::vector<double> value_;
  std::vector<Origin> origin_;
  std::vector<std::int32_t> pattern_;
  std::priority_queue<std::int32_t, std::vector<std::int32_t>, std::greater<>> left_;
};

void append(SparseMatrix& matrix, std::int32_t column, double value) {
  matrix.column_indices.push_back(column);
  matrix.values.push_back(value);
}

void end_row(SparseMatrix& matrix) {
  matrix.row_offsets.push_back(matrix.nonzeros());
  ++matrix.rows;
}

}  // namespace

std::optional<IncompleteLu> IncompleteLu::factorize(const SparseMatrix& matrix, std::vector<std::int32_t> order,
                                                    const IncompleteLuSettings& settings,
                                                    std::vector<Dependence>& dependent, std::int64_t& work) {
  const std::size_t size = order.size();
  const auto entry_limit = static_cast<std::int64_t>(settings.fill_limit * static_cast<double>(matrix.nonzeros()));
  const auto work_limit =
      work + static_cast<std::int64_t>(settings.work_limit * static_cast<double>(matrix.nonzeros()));
  IncompleteLu lu;
  ColumnPlaces places(order);
  lu.row_at_ = std::move(order);
  lu.pivot_inverse_.resize(size);
  lu.work_.resize(size);
  WorkingRow row(places, size);
  for (std::int32_t k = 0; k < static_cast<std::int32_t>(size); ++k) {
    row.begin(k);
    const std::int32_t source = lu.row_at_[k];
    for (auto e = matrix.row_offsets[source]; e < matrix.row_offsets[source + 1]; ++e) {
      row.add_entry(matrix.column_indices[e], matrix.values[e]);
    }
    const double largest = row.largest(), negligible = settings.drop * largest;
    while (row.more_to_eliminate()) {
      const std::int32_t place = row.next_to_eliminate(), column = places.at(place);
      const double factor = row.value(column) * lu.pivot_inverse_[place];
      if (row.is_fill(column) && std::fabs(factor) < negligible) continue;
      append(lu.lower_, place, factor);
      work += lu.upper_.row_offsets[place + 1] - lu.upper_.row_offsets[place];
      for (auto e = lu.upper_.row_offsets[place]; e < lu.upper_.row_offsets[place + 1]; ++e) {
        row.subtract(lu.upper_.column_indices[e], factor * lu.upper_.values[e]);
      }
    }
    end_row(lu.lower_);
    places.swap(k, row.pivot_place());
    const double pivot = row.value(places.at(k));
    const bool usable = std::fabs(pivot) > smallest_pivot * largest;
    if (!usable) dependent.push_back({source, places.at(k)});
    lu.pivot_inverse_[k] = usable ? 1 / pivot : 1;
    for (const std::int32_t column : row.pattern()) {
      if (!usable || places.place(column) <= k) continue;
      const double value = row.value(column);
      if (!row.is_fill(column) || std::fabs(value) >= negligible) append(lu.upper_, column, value);
    }
    end_row(lu.upper_);
    row.clear();
    if (lu.nonzeros() > entry_limit || work > work_limit) return std::nullopt;
  }
  for (std::int32_t& column : lu.upper_.column_indices) column = places.place(column);
  lu.column_at_ = places.release();
  return lu;
}

template <int lanes>
void IncompleteLu::solve(const std::vector<double>& rhs, std::vector<double>& x) const {
  using Scalars = std::array<double, lanes>;
  const std::size_t size = row_at_.size();
  work_.resize(std::max(work_.size(), size * lanes));
  const auto subtract_row = [this](const SparseMatrix& factor, std::size_t k, Scalars& sum) {
    for (auto e = factor.row_offsets[k]; e < factor.row_offsets[k + 1]; ++e) {
      const double value = factor.values[e];
      const double* const known = &work_[static_cast<std::size_t>(factor.column_indices[e]) * lanes];
      for (int l = 0; l < lanes; ++l) sum[l] -= value * known[l];
    }
  };
  for (std::size_t k = 0; k < size; ++k) {
    Scalars sum;
    for (int l = 0; l < lanes; ++l) sum[l] = rhs[static_cast<std::size_t>(row_at_[k]) * lanes + l];
    subtract_row(lower_, k, sum);
    for (int l = 0; l < lanes; ++l) work_[k * lanes + l] = sum[l];
  }
  for (std::size_t k = size; k-- > 0;) {
    Scalars sum;
    for (int l = 0; l < lanes; ++l) sum[l] = work_[k * lanes + l];
    subtract_row(upper_, k, sum);
    for (int l = 0; l < lanes; ++l) {
      x[static_cast<std::size_t>(column_at_[k]) * lanes + l] = work_[k * lanes + l] = sum[l] * pivot_inverse_[k];
    }
  }
}

template void IncompleteLu::solve<1>(const std::vector<double>& rhs, std::vector<double>& x) const;
template void IncompleteLu::solve<block_lanes>(const std::vector<double>& rhs, std::vector<double>& x) const;

template <int lanes>
void IncompleteLu::solve_transposed(const std::vector<double>& rhs, std::vector<double>& x) const {
  using Scalars = std::array<double, lanes>;
  const std::size_t size = row_at_.size();
  work_.resize(std::max(work_.size(), size * lanes));
  const auto scatter_row = [this](const SparseMatrix& factor, std::size_t k, const Scalars& known) {
    if (std::all_of(known.begin(), known.end(), [](double v) { return v == 0; })) return;
    for (auto e = factor.row_offsets[k]; e < factor.row_offsets[k + 1]; ++e) {
      const double value = factor.values[e];
      double* const sum = &work_[static_cast<std::size_t>(factor.column_indices[e]) * lanes];
      for (int l = 0; l < lanes; ++l) sum[l] -= value * known[l];
    }
  };
  for (std::size_t k = 0; k < size; ++k) {
    for (int l = 0; l < lanes; ++l) work_[k * lanes + l] = rhs[static_cast<std::size_t>(column_at_[k]) * lanes + l];
  }
  for (std::size_t k = 0; k < size; ++k) {
    Scalars known;
    for (int l = 0; l < lanes; ++l) known[l] = work_[k * lanes + l] *= pivot_inverse_[k];
    scatter_row(upper_, k, known);
  }
  for (std::size_t k = size; k-- > 0;) {
    Scalars known;
    for (int l = 0; l < lanes; ++l)
      x[static_cast<std::size_t>(row_at_[k]) * lanes + l] = known[l] = work_[k * lanes + l];
    scatter_row(lower_, k, known);
  }
}

template void IncompleteLu::solve_transposed<1>(const std::vector<double>& rhs, std::vector<double>& x) const;
template void IncompleteLu::solve_transposed<block_lanes>(const std::vector<double>& rhs, std::vector<double>& x) const;

std::vector<std::int32_t> elimination_order(const SparseMatrix& matrix) {
  const auto size = static_cast<std::size_t>(matrix.rows);
  const SparseMatrix columns = transposed(matrix);
  std::vector<std::int64_t> row_count(size), column_count(size);
  std::vector<std::int32_t> candidates, first, last;
  std::vector<bool> left(size, true);
  for (std::size_t i = 0; i < size; ++i) {
    row_count[i] = matrix.row_offsets[i + 1] - matrix.row_offsets[i];
    column_count[i] = columns.row_offsets[i + 1] - columns.row_offsets[i];
    if (row_count[i] == 1 || column_count[i] == 1) candidates.push_back(static_cast<std::int32_t>(i));
  }
  const auto take_out = [&](const SparseMatrix& lines, std::int32_t taken, std::vector<std::int64_t>& count) {
    for (auto e = lines.row_offsets[taken]; e < lines.row_offsets[taken + 1]; ++e) {
      const std::int32_t other = lines.column_indices[e];
      if (left[other] && --count[other] == 1) candidates.push_back(other);
    }
  };
  while (!candidates.empty()) {
    const std::int32_t taken = candidates.back();
    candidates.pop_back();
    if (!left[taken]) continue;
    left[taken] = false;
    (row_count[taken] == 1 ? first : last).push_back(taken);
    take_out(matrix, taken, column_count);
    take_out(columns, taken, row_count);
  }
  std::vector<std::int32_t> between;
  for (std::size_t i = 0; i < size; ++i) {
    if (left[i]) between.push_back(static_cast<std::int32_t>(i));
  }
  const auto cost = [&](std::int32_t i) { return (row_count[i] - 1) * (column_count[i] - 1); };
  std::stable_sort(between.begin(), between.end(), [&](std::int32_t a, std::int32_t b) { return cost(a) < cost(b); });
  first.insert(first.end(), between.begin(), between.end());
  first.insert(first.end(), last.rbegin(), last.rend());
  return first;
}

}  // namespace planwerk
