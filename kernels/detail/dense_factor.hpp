#pragma once

// Dense factorisation of each backend, by the vendor's library, and loops whose bodies are shared by a team:
//
//   class DenseFactor                                   Cholesky and solves with the upper triangle, column by column
//   for_each_index_by_team(execution, n, work, f)       f(i, team) for i = 0 ... n-1; on CUDA a team is the lanes of a
//                                                       warp, each with its rank; wait() orders their memory accesses

#if defined(__CUDACC__)
#include "kernels/detail/cuda_dense_factor.hpp"
#else
#include "kernels/detail/cpu_dense_factor.hpp"
#endif
