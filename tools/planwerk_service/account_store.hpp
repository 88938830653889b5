#pragma once

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "host/service/store/job_store.hpp"

namespace planwerk::cli {

// The accounts in a store's folder, for its administrator: opened directly, so that no service may run on it meanwhile.
class AccountStore {
 public:
  void add_flag(CLI::App& command);
  service::Accounts& open();  // throws StoreError

 private:
  std::string folder_ = "planwerk-data";
  std::unique_ptr<service::JobStore> store_;
};

}  // namespace planwerk::cli
