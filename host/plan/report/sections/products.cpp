// What is made: the products by what they are worth, as areas and as a table.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/plan/report/report_body.hpp"
#include "host/plan/report/treemap.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_tiles = 60;

// What all that is made of a product is worth, hours of burden.
double worth_of(const ProductResult& product) {
  return std::max(0.0, product.made * product.valuation);
}

// Nothing where rounding alone is left.
double left_over(const ProductResult& product) {
  constexpr double rounding = 1e-9;  // of the turnover, as in the certificate
  const double turnover = std::max(product.made, product.used + product.delivered);
  return std::fabs(product.surplus) > rounding * turnover ? product.surplus : 0;
}

std::vector<std::size_t> most_worth_first(const Plan& plan) {
  std::vector<std::size_t> order;
  for (std::size_t p = 0; p < plan.products.size(); ++p) {
    const ProductResult& product = plan.products[p];
    if (product.made > 0 || product.used > 0 || product.delivered > 0) order.push_back(p);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return worth_of(plan.products[a]) > worth_of(plan.products[b]); });
  return order;
}

bool mostly_for_people(const ProductResult& product) {
  return product.delivered >= product.used;
}

Picture worth_picture(const ReportBody& body, const std::vector<std::size_t>& order, double sum) {
  Treemap map;
  map.name = "products";
  map.title = body[Phrase::products_title];
  map.description = body.say(Phrase::products_description, body.worth_in_words());
  double rest = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const ProductResult& product = body.plan.products[order[k]];
    const double worth = worth_of(product);
    if (k >= most_tiles) {
      rest += worth;
      continue;
    }
    map.tiles.push_back({name_or_id(body.economy.products[order[k]]), body.language.percent(worth / sum), worth,
                         mostly_for_people(product) ? "people" : "product"});
  }
  if (rest > 0) {
    map.tiles.push_back({body.say(Phrase::sum_of_others, order.size() - most_tiles), body.language.percent(rest / sum),
                         rest, "others"});
  }
  return draw(map);
}

}  // namespace

void add_products(ReportBody& body) {
  const auto order = most_worth_first(body.plan);
  if (order.empty()) return;
  body.section("products", Phrase::products_heading);
  const double sum = std::accumulate(order.begin(), order.end(), 0.0, [&](double before, std::size_t p) {
    return before + worth_of(body.plan.products[p]);
  });
  if (sum > 0) {
    body.paragraph(body.say(Phrase::products_note, body.worth_in_words()));
    body.markup.put(R"(<p class="key"><span class="people">{}</span><span class="product">{}</span></p>)",
                    escaped(body[Phrase::key_people]), escaped(body[Phrase::key_production]));
    body.show(worth_picture(body, order, sum));
  }
  Table table(body.language, "products", std::string(body[Phrase::products_heading]),
              {body.column(Phrase::column_product), body.figures(Phrase::column_made),
               body.figures(Phrase::column_used_up), body.figures(Phrase::column_delivered),
               body.figures(Phrase::column_left_over), body.figures(Phrase::column_unit_more),
               body.figures(Phrase::column_worth), body.figures(Phrase::column_share_of_all)});
  const std::size_t shown = std::min(order.size(), body.settings.longest_list);
  double rest = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const ProductResult& result = body.plan.products[order[k]];
    if (k >= shown) {
      rest += worth_of(result);
      continue;
    }
    const std::string& unit = body.economy.products[order[k]].unit;
    table.begin_row();
    table.words(name_or_id(body.economy.products[order[k]]));
    for (const double value : {result.made, result.used, result.delivered, left_over(result)}) {
      table.number(value, unit);
    }
    table.number(result.valuation, body.worth_unit);
    table.number(worth_of(result), body.worth_unit);
    table.share(sum > 0 ? worth_of(result) / sum : 0);
  }
  if (shown < order.size()) {
    table.rest(
        body.say(Phrase::rest_of_products, order.size() - shown, body.language.percent(sum > 0 ? rest / sum : 0)));
  }
  body.show(table);
}

}  // namespace planwerk
