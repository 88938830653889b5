#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace planwerk {

// The lower triangle of a sparse symmetric matrix by rows, each ending with its diagonal entry.
struct LowerTriangle {
  std::int32_t size = 0;
  std::vector<std::int64_t> row_offsets{0};  // size + 1
  std::vector<std::int32_t> column_indices;

  std::int64_t nonzeros() const { return static_cast<std::int64_t>(column_indices.size()); }
};

// How to look for an order of elimination with little fill.
enum class Ordering {
  minimum_degree,     // approximate minimum degree: quick, good for small systems (Amestoy, Davis & Duff 1996)
  nested_dissection,  // slower, much better for large ones (Karypis & Kumar 1998); see has_nested_dissection
};

// What a factorisation will take, known from the pattern alone.
struct FactorizationCost {
  double flops = 0;           // of one factorisation
  double factor_entries = 0;  // nnz(L)
  double bytes = 0;           // working memory at its peak
};

// P M P' = L D L' of a symmetric matrix whose leading minors do not vanish in any order: positive definite or
// quasi-definite (Vanderbei 1995). No pivoting, so the order that was found for little fill stays as it is.
class SparseFactorization {
 public:
  virtual ~SparseFactorization() = default;
  virtual const FactorizationCost& cost() const = 0;
  // `values`: as in the pattern. False: a pivot vanished. Throws std::bad_alloc.
  virtual bool factorize(std::span<const double> values) = 0;
  virtual std::int32_t negative_pivots() const = 0;  // of the last values
  // Overwrites the right-hand side with the solution for the last values. Throws std::bad_alloc.
  virtual void solve(std::span<double> right_hand_side) = 0;
};

// What this build has libraries for. Nothing else may be asked for below.
bool has_sparse_factorization();
bool has_nested_dissection();

// Finds an order for the pattern, which is copied, and what factorising will cost. Throws std::bad_alloc.
std::unique_ptr<SparseFactorization> analyse_sparse(const LowerTriangle& pattern, Ordering ordering);

}  // namespace planwerk
