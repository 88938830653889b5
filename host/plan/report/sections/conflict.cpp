// Jobs without a plan: what contradicts itself, and the ways out.
#include <cmath>

#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

// The entry of an id such as `need:bread`, with the part before the colon; null where there is none.
template <class Thing>
const Thing* find(const std::vector<Thing>& things, std::string_view prefix, const std::string& id) {
  if (!id.starts_with(prefix)) return nullptr;
  for (const Thing& thing : things) {
    if (id.compare(prefix.size(), std::string::npos, thing.id) == 0) return &thing;
  }
  return nullptr;
}

// What giving way by so much means: demands are lowered, supplies raised.
std::string way_out(const ReportBody& body, const Relaxation& move) {
  const Economy& economy = body.economy;
  const Language& language = body.language;
  if (const Need* need = find(economy.needs, "need:", move.id)) {
    const double asked = economy.asked(*need);
    const double less = asked > 0 ? move.by / asked : 0;
    return body.say(Phrase::way_need, name_or_id(*need), language.percent(std::max(0.0, need->floor - less)),
                    language.percent(need->floor));
  }
  if (const Capacity* plant = find(economy.capacities, "capacity:", move.id)) {
    return body.say(Phrase::way_more, name_or_id(*plant), language.amount(move.by, plant->unit),
                    language.amount(plant->amount, plant->unit));
  }
  if (const Limit* limit = find(economy.limits, "limit:", move.id)) {
    const auto k = static_cast<std::size_t>(limit - economy.limits.data());
    const double price = k < body.plan.limits.size() ? body.plan.limits[k].valuation : 0;
    const bool upper = std::isfinite(limit->upper) && (price > 0 || !std::isfinite(limit->lower));
    const double bound = upper ? limit->upper : limit->lower;
    return body.say(upper ? Phrase::way_limit_upper : Phrase::way_limit_lower, name_or_id(*limit),
                    language.amount(upper ? bound + move.by : bound - move.by, limit->unit),
                    language.amount(bound, limit->unit));
  }
  const std::string unit = body.glossary.unit_of(move.id);
  const Phrase phrase = move.id.starts_with("labour:")    ? Phrase::way_labour
                        : move.id.starts_with("recipe:")  ? Phrase::way_recipe
                        : move.id.starts_with("stock:")   ? Phrase::way_stock
                        : move.id.starts_with("product:") ? Phrase::way_product
                                                          : Phrase::way_other;
  return body.say(phrase, body.glossary.name_of(move.id), language.amount(move.by, unit));
}

}  // namespace

void add_conflict(ReportBody& body) {
  const Plan& plan = body.plan;
  if (plan.status != Status::infeasible) return;
  body.section("conflict", Phrase::conflict_heading);
  body.paragraph(body[plan.minimal_conflict.empty() ? Phrase::conflict_note : Phrase::minimal_conflict_note]);
  body.markup.put("<ul>");
  const auto item = [&](const std::string& id) {
    body.markup.put(R"(<li>{} <span class="soft">({})</span></li>)", escaped(body.glossary.name_of(id)), escaped(id));
  };
  for (const std::string& id : plan.minimal_conflict) item(id);
  if (plan.minimal_conflict.empty()) {
    for (const NamedResidual& entry : plan.conflict) item(entry.id);
  }
  body.markup.put("</ul>");
  if (plan.relaxations.empty()) {
    body.paragraph(body[Phrase::give_way]);
    return;
  }
  body.section("ways-out", Phrase::ways_out_heading);
  body.paragraph(body[Phrase::ways_out_note]);
  Table table(body.language, "ways-out", std::string(body[Phrase::ways_out_heading]),
              {body.column(Phrase::column_way_out), body.figures(Phrase::column_change)});
  for (const Relaxation& move : plan.relaxations) {
    table.begin_row();
    table.words(way_out(body, move));
    if (std::isfinite(move.relative)) {
      table.share(move.relative);
    } else {
      table.words(body[Phrase::from_nothing]);
    }
  }
  body.show(table);
}

}  // namespace planwerk
