#include "tools/planwerk_service/account_store.hpp"

namespace planwerk::cli {

void AccountStore::add_flag(CLI::App& command) {
  command.add_option("--folder", folder_, "of the service's store; the service must not run")
      ->envname("PLANWERK_FOLDER")
      ->capture_default_str()
      ->type_name("FOLDER");
}

service::Accounts& AccountStore::open() {
  store_ = std::make_unique<service::JobStore>(service::StoreSettings{folder_, {}}, service::real_file_system());
  return store_->accounts();
}

}  // namespace planwerk::cli
