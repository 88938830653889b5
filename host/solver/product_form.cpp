#include "host/solver/product_form.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "host/solver/basis_solver.hpp"

namespace planwerk {
namespace {

constexpr double negligible = 1e-14;    // entry that is left out
constexpr std::size_t dense_part = 10;  // of a column that has more entries than one in so many, zeros are kept too

}  // namespace

void ProductForm::append(std::int32_t position, const std::vector<double>& column) {
  Eta eta{position, column[position], {}, {}};
  const auto matters = [&](double entry) { return std::fabs(entry) > negligible; };
  const auto count = static_cast<std::size_t>(std::count_if(column.begin(), column.end(), matters));
  if (count * dense_part > column.size()) {
    eta.dense = column;
    eta.dense[position] -= 1;
  } else {
    eta.sparse.reserve(count);
    for (std::size_t i = 0; i < column.size(); ++i) {
      const double entry = static_cast<std::int32_t>(i) == position ? column[i] - 1 : column[i];
      if (matters(entry)) eta.sparse.emplace_back(static_cast<std::int32_t>(i), entry);
    }
  }
  entries_ += eta.entries();
  etas_.push_back(std::move(eta));
}

void ProductForm::take_back() {
  entries_ -= etas_.back().entries();
  etas_.pop_back();
}

void ProductForm::clear() {
  etas_.clear();
  entries_ = 0;
}

template <int lanes>
void ProductForm::apply(std::size_t begin, std::size_t end, std::vector<double>& x) const {
  for (std::size_t k = begin; k < end; ++k) {
    const Eta& eta = etas_[k];
    const double* const own = &x[static_cast<std::size_t>(eta.position) * lanes];
    std::array<double, lanes> factor;
    for (int l = 0; l < lanes; ++l) factor[l] = own[l] / eta.pivot;
    if (std::all_of(factor.begin(), factor.end(), [](double f) { return f == 0; })) continue;
    double* element = x.data();
    for (const double entry : eta.dense) {
      for (int l = 0; l < lanes; ++l) element[l] -= entry * factor[l];
      element += lanes;
    }
    for (const auto& [position, entry] : eta.sparse) {
      element = &x[static_cast<std::size_t>(position) * lanes];
      for (int l = 0; l < lanes; ++l) element[l] -= entry * factor[l];
    }
  }
}

template <int lanes>
void ProductForm::apply_transposed(std::size_t begin, std::size_t end, std::vector<double>& y) const {
  for (std::size_t k = end; k-- > begin;) {
    const Eta& eta = etas_[k];
    std::array<double, lanes> sum{};
    const double* element = y.data();
    for (const double entry : eta.dense) {
      for (int l = 0; l < lanes; ++l) sum[l] += entry * element[l];
      element += lanes;
    }
    for (const auto& [position, entry] : eta.sparse) {
      element = &y[static_cast<std::size_t>(position) * lanes];
      for (int l = 0; l < lanes; ++l) sum[l] += entry * element[l];
    }
    double* const own = &y[static_cast<std::size_t>(eta.position) * lanes];
    for (int l = 0; l < lanes; ++l) own[l] -= sum[l] / eta.pivot;
  }
}

template void ProductForm::apply<1>(std::size_t begin, std::size_t end, std::vector<double>& x) const;
template void ProductForm::apply<block_lanes>(std::size_t begin, std::size_t end, std::vector<double>& x) const;
template void ProductForm::apply_transposed<1>(std::size_t begin, std::size_t end, std::vector<double>& y) const;
template void ProductForm::apply_transposed<block_lanes>(std::size_t begin, std::size_t end,
                                                         std::vector<double>& y) const;

}  // namespace planwerk
