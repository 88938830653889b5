#pragma once

#include <string>

namespace planwerk::service::tests {

// A certificate and its key, as PEM.
struct Certified {
  std::string certificate;
  std::string key;
};

// An authority of a test's own, and what it vouches for. `days`: how long from now on; negative: it has ended.
class Authority {
 public:
  explicit Authority(const std::string& name);
  const std::string& certificate() const { return own_.certificate; }
  Certified certify(const std::string& common_name, int days) const;

 private:
  Certified own_;
};

}  // namespace planwerk::service::tests
