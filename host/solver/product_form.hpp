#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace planwerk {

// The matrices E_1 ... E_k by which a basis has changed, B = B_0 E_1 ... E_k (Dantzig & Orchard-Hays 1954): E_k is the
// unit matrix but for one column, which is B_{k-1}^-1 times the column that came in. Vectors have one element per
// position, or `lanes` of them side by side: element i of lane l stands at i * lanes + l.
class ProductForm {
 public:
  // `column`: what the position's unit vector gives way to. Its element there is the pivot, not zero.
  void append(std::int32_t position, const std::vector<double>& column);
  void take_back();  // the last one
  void clear();

  // x <- E_end^-1 ... E_(begin + 1)^-1 x
  template <int lanes = 1>
  void apply(std::size_t begin, std::size_t end, std::vector<double>& x) const;
  // y <- E_(begin + 1)^-T ... E_end^-T y
  template <int lanes = 1>
  void apply_transposed(std::size_t begin, std::size_t end, std::vector<double>& y) const;

  std::size_t size() const { return etas_.size(); }
  bool empty() const { return etas_.empty(); }
  std::int64_t entries() const { return entries_; }  // what applying it multiplies

 private:
  // E^-1 x = x - (x_p / pivot) (column - e_p); the difference is kept in one of two ways.
  struct Eta {
    std::int32_t position;
    double pivot;
    std::vector<std::pair<std::int32_t, double>> sparse;
    std::vector<double> dense;
    std::int64_t entries() const { return static_cast<std::int64_t>(sparse.size() + dense.size()); }
  };
  std::vector<Eta> etas_;
  std::int64_t entries_ = 0;
};

}  // namespace planwerk
