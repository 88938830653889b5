#pragma once

#include <cstdint>

#include "kernels/csr_matrix.hpp"
#include "kernels/detail/execution.hpp"

// Loops over the rows of a sparse matrix, with the work that follows fused in: what a row comes to is handed to
// `epilogue(row, total)`, called exactly once per row, empty rows included, rows in any order and from any thread.
//
//   reduce_rows(execution, a, map, identity, combine, epilogue)
//     total = combine over the row's entries of map(column, value); T is any trivially copyable type,
//     `identity` leaves any T unchanged under `combine`, and `combine` is associative up to rounding.
//   row_products(execution, a, x, epilogue)
//     total = sum_j a_ij x_j
//   for_each_entry(execution, a, f)
//     f(row, k) for every entry k, whose column is column_indices[k] and value values[k]
//
// prepare_rows(device, execution, a) fills DeviceCsr::row_parts and `slices` and must have run when a loop starts;
// `upload` does so. refresh_rows(execution, a) must follow when values have changed.
// row_products takes finite vectors: it may multiply what a row has no entry for by zero.

#if defined(__CUDACC__)
#include "kernels/detail/cuda_rows.hpp"
#else
#include "kernels/detail/cpu_rows.hpp"
#endif
