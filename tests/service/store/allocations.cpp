#include "tests/service/store/allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

#include <sqlite3.h>

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
std::atomic<std::int64_t> first_to_fail = never;
std::atomic<bool> fails_for_ever = false;
std::atomic<std::int64_t> allocations = 0;

bool is_to_fail() {
  const std::int64_t first = first_to_fail;
  if (first == never) return false;
  const std::int64_t number = allocations++;
  return fails_for_ever ? number >= first : number == first;
}

}  // namespace

void* operator new(std::size_t size) {
  void* memory = is_to_fail() ? nullptr : std::malloc(size > 0 ? size : 1);
  if (!memory) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace planwerk::service::tests {

namespace {

sqlite3_mem_methods sqlite_memory;  // SQLite's own

void* allocate(int size) {
  return is_to_fail() ? nullptr : sqlite_memory.xMalloc(size);
}

void* allocate_again(void* memory, int size) {
  return is_to_fail() ? nullptr : sqlite_memory.xRealloc(memory, size);
}

}  // namespace

void install_failing_memory() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory);
  sqlite3_mem_methods failing = sqlite_memory;
  failing.xMalloc = allocate;
  failing.xRealloc = allocate_again;
  sqlite3_config(SQLITE_CONFIG_MALLOC, &failing);
}

void fail_allocation(std::int64_t at, bool for_ever) {
  fails_for_ever = for_ever;
  allocations = 0;
  first_to_fail = at;
}

std::int64_t allow_allocations() {
  first_to_fail = never;
  return allocations;
}

}  // namespace planwerk::service::tests
