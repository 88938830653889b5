#include "host/solver/portfolio/portfolio.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "kernels/device.hpp"

namespace planwerk {
namespace {

constexpr double least_speed = 0.5;
constexpr double budget_growth = 2;
constexpr double useful_error = 1e-3;    // no method gains by beginning from another's point that is worse
constexpr double trial_products = 1000;  // before that, an error says nothing about the speed of a method

std::string rounded(double value) {
  return std::to_string(static_cast<std::int64_t>(std::min(value, 1e18)));
}

}  // namespace

Portfolio::Portfolio(MethodOffers offers, const Goal& goal, std::optional<PrimalDual> start, Log log)
    : later_(std::move(offers.later)), goal_(goal), best_point_(std::move(start)), log_(std::move(log)) {
  admit(std::move(offers.now));
}

// Sorts new offers in among those that are there; the turn goes to the cheapest.
void Portfolio::admit(std::vector<MethodOffer> offers) {
  for (MethodOffer& offer : offers) entries_.push_back({std::move(offer), nullptr, 0});
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.offer.expected_products < b.offer.expected_products;
  });
  for (std::size_t e = 0; e < entries_.size(); ++e) {
    const std::size_t rival = std::min(e + 1, entries_.size() - 1);
    entries_[e].budget = std::max(entries_[rival].offer.expected_products, entries_[e].offer.least_products);
  }
  turn_ = 0;
}

bool Portfolio::exhausted() const {
  const auto ended = [](const Entry& entry) { return entry.ended; };
  return !later_ && std::all_of(entries_.begin(), entries_.end(), ended);
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
  if (entries_[turn_].run && entries_[turn_].run->exhausted()) end(entries_[turn_], "makes no more progress", false);
  if (later_ && is_behind(entries_[turn_])) {
    if (entries_[turn_].run) remember_best(*entries_[turn_].run);
    admit(std::exchange(later_, nullptr)());
  }
  Entry& now = entries_[turn_];
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

// Whether the logarithm of its error falls at less than half the speed that its expected cost promises.
bool Portfolio::is_behind(const Entry& entry) const {
  if (entry.ended) return true;
  const double used = entry.run ? static_cast<double>(entry.run->matrix_products()) : 0;
  if (used < trial_products) return false;
  return goal_.error(entry.run->best_residuals()) >
         std::pow(goal_.tolerance, least_speed * used / entry.offer.expected_products);
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
  const bool useful = best_point_ && !(best_error_ > useful_error && best_error_ < infinity);
  entry.run = entry.offer.make(useful ? &*best_point_ : nullptr);
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
