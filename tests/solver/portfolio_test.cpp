#include "host/solver/portfolio/portfolio.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "tests/solver/economies.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

// A method that works in steps of 100 products and never arrives.
class Walker final : public MethodRun {
 public:
  Walker(std::string name, std::vector<std::string>& diary, double error, std::int64_t strength)
      : name_(std::move(name)), diary_(diary), error_(error), strength_(strength) {}

  std::string name() const override { return name_; }
  bool run_to_check(const std::function<bool()>&) override {
    products_ += 100;
    if (products_ > strength_) throw std::bad_alloc();
    residuals_.primal = error_;
    if (diary_.empty() || diary_.back() != name_) diary_.push_back(name_);
    return true;
  }
  bool exhausted() const override { return products_ >= 10'000; }
  const Residuals& residuals() const override { return residuals_; }
  const Residuals& best_residuals() const override { return residuals_; }
  PrimalDual point() const override { return {{error_}, {}}; }
  PrimalDual best_point() const override { return point(); }
  RayCandidate ray_candidate() override { return {}; }
  std::int64_t iterations() const override { return products_ / 2; }
  std::int64_t matrix_products() const override { return products_; }

 private:
  std::string name_;
  std::vector<std::string>& diary_;
  double error_;
  std::int64_t strength_;
  std::int64_t products_ = 0;
  Residuals residuals_{.primal = infinity};
};

struct Story {
  std::vector<std::string> diary, log;
  std::vector<std::pair<std::string, double>> starts;  // who began from which point

  MethodOffer offer(const std::string& name, double expected, double error, std::int64_t strength = 1'000'000) {
    return {name, expected, 0, [=, this](const PrimalDual* start) {
              starts.emplace_back(name, start != nullptr ? start->primal[0] : -1);
              return std::make_unique<Walker>(name, diary, error, strength);
            }};
  }
  Portfolio::Log logger() {
    return [this](const std::string& line) { log.push_back(line); };
  }
};

const Goal goal{.tolerance = 1e-8, .score_counts = false};

bool never() {
  return false;
}

TEST(Portfolio, TheCheapestBeginsAndTheNextFollowsAfterTheWorkItIsExpectedToCost) {
  Story story;
  Portfolio portfolio({{story.offer("dear", 1000, 0.1), story.offer("cheap", 200, 5e-4)}, nullptr}, goal, std::nullopt,
                      story.logger());
  for (int step = 0; step < 10; ++step) ASSERT_TRUE(portfolio.run_to_check(never));
  EXPECT_EQ(story.diary, std::vector<std::string>{"cheap"});
  ASSERT_TRUE(portfolio.run_to_check(never));
  EXPECT_EQ(story.diary, (std::vector<std::string>{"cheap", "dear"}));
  EXPECT_EQ(portfolio.matrix_products(), 1100);
  EXPECT_EQ(story.starts, (std::vector<std::pair<std::string, double>>{{"cheap", -1}, {"dear", 5e-4}}));
}

TEST(Portfolio, TurnsGoRoundUntilAllAreExhausted) {
  Story story;
  Portfolio portfolio({{story.offer("a", 1000, 0.1), story.offer("b", 2000, 0.5)}, nullptr}, goal, std::nullopt,
                      story.logger());
  while (!portfolio.exhausted()) portfolio.run_to_check(never);
  EXPECT_EQ(portfolio.matrix_products(), 20'000);
  EXPECT_EQ(portfolio.iterations(), 10'000);
  EXPECT_GT(story.diary.size(), 4U);
  EXPECT_FALSE(portfolio.out_of_memory());
  ASSERT_NE(portfolio.best_point(), nullptr);
  EXPECT_EQ(portfolio.best_point()->primal[0], 0.1);
}

TEST(Portfolio, AMethodOutOfMemoryIsAnEventAndItsPointIsKept) {
  Story story;
  Portfolio portfolio({{story.offer("fat", 100, 2.5e-4, 500), story.offer("thin", 800, 0.5)}, nullptr}, goal,
                      PrimalDual{{7}, {}}, story.logger());
  for (int step = 0; step < 12; ++step) portfolio.run_to_check(never);
  EXPECT_EQ(story.diary, (std::vector<std::string>{"fat", "thin"}));
  EXPECT_EQ(story.starts, (std::vector<std::pair<std::string, double>>{{"fat", 7}, {"thin", 2.5e-4}}));
  EXPECT_EQ(portfolio.best_point()->primal[0], 2.5e-4);
  EXPECT_FALSE(portfolio.exhausted());
}

TEST(Portfolio, SaysWhenEveryMethodRanOutOfMemory) {
  Story story;
  Portfolio portfolio({{story.offer("fat", 100, 0.25, 500)}, nullptr}, goal, std::nullopt, story.logger());
  for (int step = 0; step < 5; ++step) EXPECT_TRUE(portfolio.run_to_check(never));
  EXPECT_FALSE(portfolio.run_to_check(never));
  EXPECT_TRUE(portfolio.exhausted());
  EXPECT_TRUE(portfolio.out_of_memory());
}

TEST(Portfolio, LaterOffersAreAskedForWhenTheFirstFallsBehind) {
  Story story;
  const auto later = [&] { return std::vector<MethodOffer>{story.offer("cheap after all", 500, 0.01)}; };
  // At half the speed of 1e-8 in 10,000 products an error of 0.1 will do after 2,500, and not after 2,600.
  Portfolio portfolio({{story.offer("first", 10'000, 0.1)}, later}, goal, std::nullopt, story.logger());
  while (portfolio.matrix_products() <= 2500) ASSERT_TRUE(portfolio.run_to_check(never));
  EXPECT_EQ(story.diary, std::vector<std::string>{"first"});
  ASSERT_TRUE(portfolio.run_to_check(never));
  EXPECT_EQ(story.diary, (std::vector<std::string>{"first", "cheap after all"}));
  EXPECT_EQ(story.starts.back().second, -1) << "a point that far off helps nobody";
}

TEST(Determinism, EveryMethodGivesTheSameBitsTwice) {
  const LinearProgram lp = production_economy(300, 7);
  for (const Method method : {Method::automatic, Method::pdhg, Method::interior_point}) {
    SolveSettings settings;
    settings.method = method;
    settings.tolerance = 1e-8;
    const Solution first = solve(lp, settings, *open_device(DeviceChoice::cpu, 2));
    const Solution second = solve(lp, settings, *open_device(DeviceChoice::cpu, 2));
    ASSERT_EQ(first.status, Status::optimal) << to_string(method) << ": " << first.reason;
    EXPECT_LE(certify(lp, first.point.primal, first.point.dual).kkt(), 1e-8) << to_string(method);
    EXPECT_EQ(first.method, second.method);
    EXPECT_EQ(first.matrix_products, second.matrix_products);
    EXPECT_TRUE(std::ranges::equal(first.point.primal, second.point.primal)) << to_string(method);
    EXPECT_TRUE(std::ranges::equal(first.point.dual, second.point.dual)) << to_string(method);
  }
}

TEST(Race, GivesTheAnswerOfEitherRacer) {
  const auto first = open_device(DeviceChoice::cpu, 1), second = open_device(DeviceChoice::cpu, 1);
  for (const SmallLp& small : small_lps()) {
    SolveSettings settings;
    settings.tolerance = 1e-8;
    settings.race_on = second.get();
    const Solution solution = solve(small.lp, settings, *first);
    ASSERT_EQ(solution.status, small.status) << small.name << ": " << solution.reason;
    if (small.status != Status::optimal) continue;
    const LpCertificate certificate = certify(small.lp, solution.point.primal, solution.point.dual);
    EXPECT_LE(certificate.kkt_2(), 1e-8) << small.name;
    EXPECT_NEAR(certificate.primal_objective, small.value, 1e-6 * (1 + std::fabs(small.value))) << small.name;
  }
}

TEST(Race, IsInterruptedFromOutside) {
  const auto first = open_device(DeviceChoice::cpu, 1), second = open_device(DeviceChoice::cpu, 1);
  const std::atomic<bool> interrupt{true};
  SolveSettings settings;
  settings.tolerance = 1e-300;
  settings.race_on = second.get();
  settings.interrupt = &interrupt;
  EXPECT_EQ(solve(small_lps().front().lp, settings, *first).status, Status::interrupted);
}

}  // namespace
}  // namespace planwerk
