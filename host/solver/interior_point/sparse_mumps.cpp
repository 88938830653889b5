// MUMPS, a multifrontal solver (Amestoy, Duff, L'Excellent & Koster 2001), behind the face of sparse_factorization.hpp.
#include <algorithm>
#include <mutex>
#include <new>
#include <stdexcept>
#include <string>

#include <dmumps_c.h>

#include "host/solver/interior_point/sparse_factorization.hpp"
#include "host/solver/interior_point/sparse_ordering.hpp"

// OpenBLAS's own; absent from other libraries.
extern "C" __attribute__((weak)) void openblas_set_num_threads(int threads);

namespace planwerk {
namespace {

// Jobs and settings by the numbers of MUMPS' users' guide, whose arrays count from 1.
enum Job { begin = -1, end = -2, analyse = 1, factor = 2, back_substitute = 3 };
constexpr int use_comm_world = -987654;
constexpr int symmetric_indefinite = 2;
constexpr int order_by_minimum_degree = 6, order_given = 1;  // 6: quasi-dense rows are set aside and come last
constexpr int first_memory_margin_percent = 30, largest_memory_margin_percent = 2000;
constexpr int numerically_singular = -10;

// Counts of more than 2^31 come as minus millions.
double count(int value) {
  return value >= 0 ? value : -1e6 * value;
}

class Mumps final : public SparseFactorization {
 public:
  Mumps(const LowerTriangle& pattern, Ordering ordering)
      : size_(pattern.size), rows_(triplet_rows(pattern)), columns_(pattern.column_indices) {
    for (int& j : columns_) ++j;
    if (ordering == Ordering::nested_dissection) place_ = nested_dissection(pattern);
    for (int& place : place_) ++place;
    id_.sym = symmetric_indefinite;
    id_.par = 1;
    id_.comm_fortran = use_comm_world;
    call(begin);
    set_up(pattern);
    call(analyse);
    if (const int error = id_.infog[0]; error < 0) {
      call(end);
      fail(error);
    }
    cost_ = {.flops = id_.rinfog[0], .factor_entries = count(id_.infog[19]), .bytes = 1e6 * id_.infog[16]};
  }
  ~Mumps() override { call(end); }
  Mumps(const Mumps&) = delete;
  Mumps& operator=(const Mumps&) = delete;

  const FactorizationCost& cost() const override { return cost_; }

  bool factorize(std::span<const double> values) override {
    id_.a = const_cast<double*>(values.data());  // read only
    do call(factor);
    while (wants_more_memory());
    if (id_.infog[0] == numerically_singular) return false;
    if (id_.infog[0] < 0) fail(id_.infog[0]);
    return true;
  }

  std::int32_t negative_pivots() const override { return id_.infog[11]; }

  void solve(std::span<double> right_hand_side) override {
    id_.rhs = right_hand_side.data();
    id_.nrhs = 1;
    id_.lrhs = id_.n;
    call(back_substitute);
    if (id_.infog[0] < 0) fail(id_.infog[0]);
  }

 private:
  static std::vector<int> triplet_rows(const LowerTriangle& pattern) {
    std::vector<int> rows;
    rows.reserve(pattern.column_indices.size());
    for (std::int32_t i = 0; i < pattern.size; ++i)
      rows.insert(rows.end(), static_cast<std::size_t>(pattern.row_offsets[i + 1] - pattern.row_offsets[i]), i + 1);
    return rows;
  }

  int& control(int number) { return id_.icntl[number - 1]; }

  void set_up(const LowerTriangle& pattern) {
    for (const int channel : {1, 2, 3}) control(channel) = -1;  // say nothing
    control(4) = 0;
    control(6) = 0;  // no permutation to a heavy diagonal
    control(7) = place_.empty() ? order_by_minimum_degree : order_given;
    control(8) = 0;   // values come scaled
    control(12) = 1;  // an order of the pattern as it is, no pairs of pivots
    control(13) = 1;  // the last front like any other
    control(14) = first_memory_margin_percent;
    id_.cntl[0] = 0;  // pivots as they come
    id_.n = size_;
    id_.nnz = pattern.nonzeros();
    id_.irn = rows_.data();
    id_.jcn = columns_.data();
    id_.perm_in = place_.empty() ? nullptr : place_.data();
  }

  void call(Job job) {
    if (size_ == 0) return;           // nothing to do, which it takes for an error
    static std::mutex one_at_a_time;  // its Fortran modules are shared by all instances
    const std::lock_guard lock(one_at_a_time);
    // Most fronts are small: a team of threads costs more than it saves, many times over where cores are busy.
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
    id_.job = job;
    dmumps_c(&id_);
  }

  // The memory that analysis foresees may fall short: the margin is doubled while that may help.
  bool wants_more_memory() {
    const bool short_of_memory = id_.infog[0] == -8 || id_.infog[0] == -9;
    if (!short_of_memory || control(14) >= largest_memory_margin_percent) return false;
    control(14) = std::min(2 * control(14), largest_memory_margin_percent);
    return true;
  }

  [[noreturn]] static void fail(int error) {
    constexpr int out_of_memory[] = {-5, -7, -8, -9, -11, -13, -14, -19, -51, -52};
    if (std::find(std::begin(out_of_memory), std::end(out_of_memory), error) != std::end(out_of_memory))
      throw std::bad_alloc();
    throw std::runtime_error("sparse factorisation: MUMPS reports error " + std::to_string(error));
  }

  int size_;
  std::vector<int> rows_, columns_, place_;
  DMUMPS_STRUC_C id_{};
  FactorizationCost cost_;
};

}  // namespace

bool has_sparse_factorization() {
  return true;
}

std::unique_ptr<SparseFactorization> analyse_sparse(const LowerTriangle& pattern, Ordering ordering) {
  return std::make_unique<Mumps>(pattern, ordering);
}

}  // namespace planwerk
