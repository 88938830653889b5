#pragma once

// What kernels are written with. Every `.cu` file of this folder is compiled twice: by g++ for the CPU and, where nvcc
// is present, for CUDA. It includes this header (and row_products.hpp for sparse work) and names its element-wise work
// as functors or lambdas marked PLANWERK_FN; nothing else in it depends on the backend.
//
//   class Execution                                    where the work runs: threads, or one stream of a card
//   for_each_index(execution, n, f)                    f(i) for i = 0 ... n-1, in any order
//   reduce_index(execution, n, identity, map, combine) combine of map(i) over i = 0 ... n-1, on the host
//
// for_each_index and the row loops may return before the work is done; reduce_index waits. All are deterministic: the
// order in which reductions combine depends on the sizes only, on the CPU not even on the number of threads.
// Under nvcc neither a PLANWERK_FN lambda's function nor a functor's class may be a private or protected member.

#include "kernels/detail/operators.hpp"

#if defined(__CUDACC__)
#include "kernels/detail/cuda_execution.hpp"
#else
#include "kernels/detail/cpu_execution.hpp"
#endif
