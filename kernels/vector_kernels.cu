#include <cmath>

#include "kernels/detail/backend.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk::backend {

class ThrustVectorKernels final : public VectorKernels {
 public:
  explicit ThrustVectorKernels(Execution& execution) : execution_(execution) {}

  void fill(Vector& x, double value) override {
    const KernelRange range(execution_, "fill", bytes_of(x));
    double* px = x.data();
    for_each_index(execution_, count(x), [=] PLANWERK_FN(std::int64_t i) { px[i] = value; });
  }

  void scale(Vector& x, double factor) override {
    const KernelRange range(execution_, "scale", 2 * bytes_of(x));
    double* px = x.data();
    for_each_index(execution_, count(x), [=] PLANWERK_FN(std::int64_t i) { px[i] *= factor; });
  }

  void axpby(double a, const Vector& x, double b, Vector& y) override {
    const KernelRange range(execution_, "axpby", 3 * bytes_of(x));
    const double* px = x.data();
    double* py = y.data();
    for_each_index(execution_, count(y), [=] PLANWERK_FN(std::int64_t i) { py[i] = a * px[i] + b * py[i]; });
  }

  void multiply(const Vector& factors, Vector& x) override {
    const KernelRange range(execution_, "multiply elements", 3 * bytes_of(x));
    const double* pf = factors.data();
    double* px = x.data();
    for_each_index(execution_, count(x), [=] PLANWERK_FN(std::int64_t i) { px[i] *= pf[i]; });
  }

  void divide(const Vector& divisors, Vector& x) override {
    const KernelRange range(execution_, "divide elements", 3 * bytes_of(x));
    const double* pd = divisors.data();
    double* px = x.data();
    for_each_index(execution_, count(x), [=] PLANWERK_FN(std::int64_t i) { px[i] /= pd[i]; });
  }

  void project(const Vector& lower, const Vector& upper, Vector& x) override {
    const KernelRange range(execution_, "project", 4 * bytes_of(x));
    const double* pl = lower.data();
    const double* pu = upper.data();
    double* px = x.data();
    for_each_index(execution_, count(x), [=] PLANWERK_FN(std::int64_t i) { px[i] = clamp(px[i], pl[i], pu[i]); });
  }

  double dot(const Vector& x, const Vector& y) override {
    const KernelRange range(execution_, "dot", 2 * bytes_of(x));
    const double* px = x.data();
    const double* py = y.data();
    return sum_of(count(x), [=] PLANWERK_FN(std::int64_t i) { return px[i] * py[i]; });
  }

  double sum(const Vector& x) override {
    const KernelRange range(execution_, "sum", bytes_of(x));
    const double* px = x.data();
    return sum_of(count(x), [=] PLANWERK_FN(std::int64_t i) { return px[i]; });
  }

  double norm2(const Vector& x) override { return std::sqrt(dot(x, x)); }

  double norm_inf(const Vector& x) override {
    const KernelRange range(execution_, "norm_inf", bytes_of(x));
    const double* px = x.data();
    const auto magnitude = [=] PLANWERK_FN(std::int64_t i) { return fabs(px[i]); };
    return reduce_index(execution_, count(x), 0.0, magnitude, Max{});
  }

  double distance2(const Vector& x, const Vector& y) override {
    const KernelRange range(execution_, "distance2", 2 * bytes_of(x));
    const double* px = x.data();
    const double* py = y.data();
    const auto square = [=] PLANWERK_FN(std::int64_t i) { return (px[i] - py[i]) * (px[i] - py[i]); };
    return std::sqrt(sum_of(count(x), square));
  }

 private:
  static std::int64_t count(const Vector& x) { return static_cast<std::int64_t>(x.size()); }
  template <class Map>
  double sum_of(std::int64_t n, Map map) {
    return reduce_index(execution_, n, 0.0, map, Plus{});
  }

  Execution& execution_;
};

std::unique_ptr<VectorKernels> make_vector_kernels(Device&, Execution& execution) {
  return std::make_unique<ThrustVectorKernels>(execution);
}

}  // namespace planwerk::backend
