#include "tools/planwerk/conflict_json.hpp"

#include "tools/planwerk/console.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

Json moves_json(const std::vector<WayOut>& ways) {
  Json list = Json::array();
  for (const WayOut& way : ways) {
    list.push_back({{"id", way.move.id},
                    {"by", way.move.by},
                    {"relative", finite_or_null(way.move.relative)},
                    {"words", way.words}});
  }
  return list;
}

}  // namespace

Json to_json(const ConflictAnswer& answer) {
  Json members = Json::array();
  for (const ConflictMember& member : answer.members) members.push_back({{"id", member.id}, {"words", member.words}});
  return {{"members", members},
          {"minimal", answer.minimal},
          {"ways_out", moves_json(answer.ways_out)},
          {"compromise", moves_json(answer.compromise)}};
}

Json to_json(const Economy& economy, const std::vector<Competition>& competitions) {
  Json list = Json::array();
  for (const Competition& competition : competitions) {
    Json competitors = Json::array();
    for (const Competitor& competitor : competition.competitors) {
      competitors.push_back({{"need", economy.needs[competitor.need].id},
                             {"people", competitor.people},
                             {"coverage", competitor.coverage},
                             {"share", competitor.share},
                             {"takes", competitor.takes},
                             {"brings", competitor.brings}});
    }
    list.push_back({{"id", competition.id},
                    {"valuation", competition.valuation},
                    {"people", competition.people},
                    {"competitors", competitors}});
  }
  return list;
}

}  // namespace planwerk::cli
