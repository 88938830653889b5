#include "host/model/generator/generate.hpp"

#include <stdexcept>
#include <string>

#include "host/model/generator/people.hpp"
#include "host/model/generator/production.hpp"
#include "host/model/generator/scarcity.hpp"

namespace planwerk {
namespace {

void describe(GeneratedEconomy& made) {
  Economy& economy = made.economy;
  economy.name = std::string(to_string(made.settings.family)) + '-' + std::to_string(made.goods) + '-' +
                 std::to_string(made.settings.seed);
  economy.description = "synthetic economy";
  economy.provenance.source = "planwerk generate";
  economy.provenance.notes = {"statistics: docs/generator.md"};
}

}  // namespace

Economy generate(const GeneratorSettings& settings) {
  if (settings.goods < fewest_goods || settings.goods > most_goods) {
    throw std::invalid_argument("generate: goods must lie between 100 and 10,000,000");
  }
  GeneratedEconomy made(settings);
  describe(made);
  add_production(made);
  add_people_and_needs(made);
  add_scarcity(made);
  return std::move(made.economy);
}

}  // namespace planwerk
