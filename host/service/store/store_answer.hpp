#pragma once

#include <utility>

namespace planwerk::service {

// To be called while an exception is handled: throws it again, as a StoreError where SQLite, the operating system or
// memory is its cause.
[[noreturn]] void rethrow_as_store_error();

// Runs a public function of the store, so that whatever goes wrong below leaves it as a StoreError.
template <class Function>
auto answer(Function&& function) -> decltype(function()) {
  try {
    return std::forward<Function>(function)();
  } catch (...) {
    rethrow_as_store_error();
  }
}

}  // namespace planwerk::service
