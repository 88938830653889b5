// Pictures of what deliveries rest on, each with its table.
#include <algorithm>
#include <set>

#include "host/plan/report/chain_picture.hpp"
#include "host/plan/report/report_body.hpp"
#include "host/plan/report/supply_chain.hpp"

namespace planwerk {
namespace {

// The need asked for first, then the short ones, then others.
std::vector<Index> needs_in_order(const ReportBody& body) {
  std::vector<Index> order;
  if (body.settings.need != no_index) order.push_back(body.settings.need);
  for (const NeedExplanation& explanation : body.plan.explanations) {
    if (body.plan.needs[explanation.need].coverage < full_coverage) order.push_back(explanation.need);
  }
  for (std::size_t n = 0; n < body.economy.needs.size(); ++n) order.push_back(static_cast<Index>(n));
  return order;
}

Table chain_table(const ReportBody& body, const SupplyChain& chain) {
  Table table(body.language, "chain-" + body.economy.needs[chain.need].id,
              body.say(Phrase::chain_title, chain.nodes.front().name),
              {body.column(Phrase::column_thing), body.column(Phrase::column_kind), body.figures(Phrase::column_amount),
               body.figures(Phrase::column_share_of_worth), body.figures(Phrase::column_others),
               body.column(Phrase::column_made_by)});
  for (const ChainNode& node : chain.nodes) {
    std::string makers;
    for (const std::string& recipe : node.recipes) makers += (makers.empty() ? "" : ", ") + recipe;
    table.begin_row();
    table.words(name_in_words(node, body.language));
    table.words(body[kind_in_words(node.kind)]);
    table.number(node.amount, node.unit);
    table.share(node.worth);
    table.share(node.unshown);
    table.words(shortened(makers, 120));
  }
  return table;
}

// The picture is of what was delivered; what a unit more meets is told as in the table of needs.
void next_unit(ReportBody& body, Index need) {
  const NeedResult& result = body.plan.needs[need];
  if (result.coverage >= full_coverage) return;
  const std::string obstacles = obstacles_in_words(body.economy, body.plan, need, body.glossary, body.language);
  if (obstacles.empty()) return;
  const std::string delivered = body.language.amount(result.delivered, unit_of(body.economy, body.economy.needs[need]));
  body.paragraph(body.say(Phrase::chain_delivered, delivered, obstacles));
}

void heading(ReportBody& body) {
  body.section("chains", Phrase::chains_heading);
  body.paragraph(body.say(Phrase::chains_note, body.worth_in_words()));
  body.markup.put(R"(<p class="key"><span class="labour">{}</span><span class="scarce">{}</span>
<span class="product">{}</span><span class="stock">{}</span><span class="others">{}</span></p>)",
                  escaped(body[Phrase::key_work]), escaped(body[Phrase::key_scarce]),
                  escaped(body[Phrase::key_products]), escaped(body[Phrase::key_store]),
                  escaped(body[Phrase::key_others]));
}

}  // namespace

void add_chains(ReportBody& body) {
  const PricedEconomy priced(body.economy, body.plan);
  std::set<Index> drawn;
  for (const Index need : needs_in_order(body)) {
    if (drawn.size() >= body.settings.most_chains) break;
    if (drawn.count(need) > 0) continue;
    const SupplyChain chain = trace_chain(priced, need);
    if (chain.empty()) continue;
    if (drawn.empty()) heading(body);
    body.begin_fold(name_or_id(body.economy.needs[need]),
                    body.say(Phrase::chain_summary, name_or_id(body.economy.cohorts[body.economy.needs[need].cohort]),
                             body.language.percent(body.plan.needs[need].coverage)),
                    drawn.empty());
    next_unit(body, need);
    body.show(chain_picture(chain, body.language));
    body.begin_fold(body[Phrase::as_table], "", false);
    body.show(chain_table(body, chain));
    body.end_fold();
    body.end_fold();
    drawn.insert(need);
  }
}

}  // namespace planwerk
