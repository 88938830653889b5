#include "host/plan/repair/product_prices.hpp"

#include <cmath>

namespace planwerk {

ProductUses::ProductUses(const certificate::NettedRecipes& recipes, std::size_t recipe_count, std::size_t product_count)
    : offsets_(product_count + 1) {
  const auto count = static_cast<Index>(recipe_count);
  for (Index r = 0; r < count; ++r) {
    for (const Flow& flow : recipes.of(r)) ++offsets_[flow.index + 1];
  }
  for (std::size_t p = 0; p < product_count; ++p) offsets_[p + 1] += offsets_[p];
  uses_.resize(static_cast<std::size_t>(offsets_.back()));
  auto next = offsets_;
  for (Index r = 0; r < count; ++r) {
    for (const Flow& flow : recipes.of(r)) uses_[next[flow.index]++] = {r, flow.amount};
  }
}

ProductPrices::ProductPrices(const certificate::NettedRecipes& recipes, const ProductUses& uses,
                             std::vector<double> own_costs, std::vector<double> prices)
    : recipes_(recipes), uses_(uses), own_costs_(std::move(own_costs)), prices_(std::move(prices)) {
  recompute_losses();
}

ProductPrices::Earnings ProductPrices::earnings(Index recipe) const {
  Earnings sum;
  for (const Flow& flow : recipes_.of(recipe)) {
    const double value = flow.amount * prices_[flow.index];
    (value > 0 ? sum.revenue : sum.expenses) += std::fabs(value);
  }
  return sum;
}

void ProductPrices::set_price(Index product, double price) {
  const double change = price - prices_[product];
  prices_[product] = price;
  const auto uses = uses_.of(product);
  for (const ProductUses::Use& use : uses) losses_[use.recipe] -= use.amount * change;
  work_ += static_cast<std::int64_t>(uses.size());
}

void ProductPrices::scale(double factor) {
  for (double& price : prices_) price *= factor;
  recompute_losses();
}

void ProductPrices::recompute_losses() {
  losses_ = own_costs_;
  for (std::size_t r = 0; r < losses_.size(); ++r) {
    const auto flows = recipes_.of(static_cast<Index>(r));
    for (const Flow& flow : flows) losses_[r] -= flow.amount * prices_[flow.index];
    work_ += static_cast<std::int64_t>(flows.size());
  }
}

}  // namespace planwerk
