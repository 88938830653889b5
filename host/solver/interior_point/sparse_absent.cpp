// Built where no library for sparse factorisation was found.
#include <stdexcept>

#include "host/solver/interior_point/sparse_factorization.hpp"

namespace planwerk {

bool has_sparse_factorization() {
  return false;
}
bool has_nested_dissection() {
  return false;
}

std::unique_ptr<SparseFactorization> analyse_sparse(const LowerTriangle&, Ordering) {
  throw std::logic_error("sparse factorisation is not built in");
}

}  // namespace planwerk
