#include "host/solver/portfolio/portfolio.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include "kernels/device.hpp"

namespace planwerk {
namespace {

constexpr double budget_growth = 2;

std::string rounded(double value) {
  return std::to_string(static_cast<std::int64_t>(std::min(value, 1e18)));
}

}  // namespace

Portfolio::Portfolio(std::vector<MethodOffer> offers, std::optional<PrimalDual> start, Log log)
    : best_point_(std::move(start)), log_(std::move(log)) {
  std::stable_sort(offers.begin(), offers.end(), [](const MethodOffer& a, const MethodOffer& b) {
    return a.expected_products < b.expected_products;
  });
  for (MethodOffer& offer : offers) entries_.push_back({std::move(offer), nullptr, 0});
  for (std::size_t e = 0; e < entries_.size(); ++e) {
    const std::size_t rival = std::min(e + 1, entries_.size() - 1);
    entries_[e].budget = std::max(entries_[rival].offer.expected_products, entries_[e].offer.least_products);
  }
}

bool Portfolio::exhausted() const {
  return std::all_of(entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.ended; });
}

bool Portfolio::run_to_check(const std::function<bool()>& stop) {
  if (!take_turn()) return false;
  Entry& entry = entries_[turn_];
  try {
    if (entry.run == nullptr) begin(entry);
    return entry.run->run_to_check(stop);
  } catch (const DeviceOutOfMemory& error) {
    end(entry, error.what(), true);
  } catch (const std::bad_alloc&) {
    end(entry, "the host has too little memory", true);
  }
  return false;
}

// Passes the turn on where it is over; false where nobody is left to take it.
bool Portfolio::take_turn() {
  Entry& now = entries_[turn_];
  if (now.run && now.run->exhausted()) end(now, "makes no more progress", false);
  const double used = now.run ? static_cast<double>(now.run->matrix_products()) : 0;
  if (!now.ended && used < now.budget) return true;
  now.budget *= budget_growth;
  const std::size_t next = next_turn();
  if (next == entries_.size()) return false;
  if (now.run) remember_best(*now.run);
  if (next != turn_ && !now.ended) log_(now.offer.name + " has used " + rounded(used) + " products without an answer");
  turn_ = next;
  return true;
}

// The next in the circle that has not ended, the present one last; the number of entries where all have.
std::size_t Portfolio::next_turn() const {
  for (std::size_t step = 1; step <= entries_.size(); ++step) {
    const std::size_t candidate = (turn_ + step) % entries_.size();
    if (!entries_[candidate].ended) return candidate;
  }
  return entries_.size();
}

void Portfolio::begin(Entry& entry) {
  log_(entry.offer.name + ": about " + rounded(entry.offer.expected_products) + " products expected");
  entry.run = entry.offer.make(best_point_ ? &*best_point_ : nullptr);
}

// Frees what the method holds.
void Portfolio::end(Entry& entry, const std::string& reason, bool for_memory) {
  entry.ended = true;
  last_failure_ = entry.offer.name + ": " + reason;
  out_of_memory_ = for_memory;
  log_(last_failure_);
  if (entry.run == nullptr) return;
  remember_best(*entry.run);
  entry.iterations = entry.run->iterations();
  entry.matrix_products = entry.run->matrix_products();
  entry.run.reset();
}

void Portfolio::remember_best(const MethodRun& run) {
  const double error = run.best_residuals().kkt();
  if (!(error < best_error_)) return;
  best_error_ = error;
  best_point_ = run.best_point();
}

MethodRun* Portfolio::current() {
  return entries_[turn_].run.get();
}

const PrimalDual* Portfolio::best_point() {
  for (const Entry& entry : entries_) {
    if (entry.run) remember_best(*entry.run);
  }
  return best_point_ ? &*best_point_ : nullptr;
}

std::int64_t Portfolio::iterations() const {
  std::int64_t total = 0;
  for (const Entry& entry : entries_) total += entry.run ? entry.run->iterations() : entry.iterations;
  return total;
}

std::int64_t Portfolio::matrix_products() const {
  std::int64_t total = 0;
  for (const Entry& entry : entries_) total += entry.run ? entry.run->matrix_products() : entry.matrix_products;
  return total;
}

}  // namespace planwerk
