#pragma once

#include "host/model/generator/generated_economy.hpp"

namespace planwerk {

// What there is too little of: resources, work, plant, room for emissions. All of it is measured against a plan that
// covers every need in full by the first recipe of each good, so that a part of the needs must fall short whatever the
// size of the economy.
void add_scarcity(GeneratedEconomy& made);

}  // namespace planwerk
