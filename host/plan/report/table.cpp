#include "host/plan/report/table.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double poor_share = 0.7;

std::string_view tone_of(double share, LargeIs large_is) {
  const bool full = share >= full_coverage;
  if (large_is == LargeIs::neither) return "plain";
  if (large_is == LargeIs::bad) return full ? "poor" : "good";
  return full ? "good" : share < poor_share ? "poor" : "some";
}

}  // namespace

Table::Table(const Language& language, std::string name, std::string caption, std::vector<Column> columns)
    : language_(language), name_(std::move(name)), caption_(std::move(caption)), columns_(std::move(columns)) {}

void Table::begin_row() {
  end_row();
  body_.put("<tr>");
  ++rows_;
}

void Table::end_row() {
  if (rows_ > 0) body_.put("</tr>");
}

void Table::words(std::string_view text) {
  body_.put("<td>{}</td>", escaped(text));
}

void Table::words(std::string_view text, std::string_view aside, std::string_view quote) {
  body_.put(R"(<td class="main">{}{}{}</td>)", escaped(text),
            aside.empty() ? "" : R"( <span class="soft">· )" + escaped(aside) + "</span>",
            quote.empty() ? "" : "<br><q>" + escaped(quote) + "</q>");
}

void Table::number(double value, std::string_view unit) {
  const bool pieces = unit.empty() || unit == "1";
  body_.put(R"(<td class="number" data-value="{:.12g}"{}>{}</td>)", value,
            pieces ? "" : R"( data-unit=")" + escaped(unit) + '"', escaped(language_.amount(value, unit)));
}

void Table::people(double size) {
  body_.put(R"(<td class="number" data-value="{:.12g}">{}</td>)", size, language_.people(size));
}

void Table::count(std::size_t things) {
  const std::string shown = things < 100 ? std::to_string(things) : language_.figure(static_cast<double>(things));
  body_.put(R"(<td class="number" data-value="{}">{}</td>)", things, shown);
}

void Table::share(double share) {
  const bool tiny = std::fabs(share) < 0.0005 && share != 0;  // told as less than the least that is shown
  const std::string words = !tiny ? language_.percent(share) : share > 0 ? "< 0.1 %" : "> -0.1 %";
  body_.put(R"(<td class="number" data-value="{:.12g}">{}</td>)", share,
            escaped(tiny ? language_.localised_digits(words) : words));
}

void Table::share(double share, LargeIs large_is) {
  body_.put(
      R"(<td data-value="{:.12g}"><span class="meter {}" aria-hidden="true"><i style="width:{:.1f}%"></i></span> {}</td>)",
      share, tone_of(share, large_is), std::clamp(100 * share, 0.0, 100.0), language_.percent(share));
}

void Table::nothing() {
  body_.put("<td></td>");
}

void Table::rest(std::string_view sentence) {
  end_row();
  ++rows_;
  body_.put(R"(<tr class="rest"><td colspan="{}">{}</td>)", columns_.size(), escaped(sentence));
}

std::string Table::html() const {
  Markup table;
  table.put(R"(<div class="wide" role="region" aria-label="{0}" tabindex="0"><table class="sortable" data-name="{1}">
<caption>{0}</caption><thead><tr>)",
            escaped(caption_), escaped(name_));
  for (const Column& column : columns_) {
    table.put(R"(<th scope="col"{}>{}</th>)", column.number ? R"( class="number")" : "", escaped(column.heading));
  }
  table.put("</tr></thead><tbody>\n{}{}</tbody></table></div>", body_.str(), rows_ > 0 ? "</tr>" : "");
  return table.str();
}

}  // namespace planwerk
