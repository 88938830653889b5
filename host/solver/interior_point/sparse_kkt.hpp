#pragma once

#include <functional>
#include <memory>
#include <string>

#include "host/solver/interior_point/kkt_solver.hpp"
#include "host/solver/interior_point/sparse_factorization.hpp"
#include "host/solver/interior_point/sparse_kkt_matrix.hpp"
#include "kernels/csr_matrix.hpp"

namespace planwerk {

// What a sparse factorisation of the system of kkt_solver.hpp needs to know of A's pattern: which columns stay in the
// system, and an order of its unknowns. docs/mathematics.md, "Interior point".
struct SparseKktAnalysis {
  std::string form;  // "normal equations", "normal equations beside 12 columns", "augmented system"
  std::unique_ptr<SparseKktMatrix> matrix;
  std::unique_ptr<SparseFactorization> factorization;

  // Floating-point operations that take as long as one factorisation and the solves of an iteration.
  double expected_flops() const;
};

// The cheapest of the forms by analysis, each logged. The augmented system, and orders by nested dissection, are looked
// at where minimum degree leaves much to do, unless that is more than `hopeless_flops`. Null where every form has too
// many entries even to look at. Requires has_sparse_factorization(); throws std::bad_alloc.
std::unique_ptr<SparseKktAnalysis> analyse_sparse_kkt(const SparseMatrix& a, double hopeless_flops,
                                                      const std::function<void(const std::string&)>& log);

// L D L' factors on the host; vectors travel there and back. The analysis must be of the matrix's pattern.
std::unique_ptr<KktSolver> make_sparse_kkt_solver(std::unique_ptr<SparseKktAnalysis> analysis,
                                                  const DeviceMatrix& matrix);

}  // namespace planwerk
