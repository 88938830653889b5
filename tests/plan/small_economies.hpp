#pragma once

#include "host/model/economy.hpp"

namespace planwerk {

// Economies small enough to solve by hand. One ladder step of value 1 unless said otherwise.

// 10 people ask for 8 loaves each; a loaf takes 2 hours of 100 offered (burden 1) and is worth 100 / 8 = 12.5.
// All hours go into 50 loaves: coverage 0.625, objective 100 - 625 = -525. One more hour saves 12.5 / 2 = 6.25, one
// more loaf 12.5.
Economy bakery();

// Steel takes 0.1 machines and 1 hour, a machine 0.5 steel and 2 hours; 19 t of steel are asked for and worth more than
// they cost. 20 t are made, 2 machines, in 24 hours: all covered. A tonne of steel is worth 24 / 19 hours.
Economy steel_and_machines();

// A furnace makes 1 glass and 0.5 slag; slag must balance exactly and is taken to a dump for 1 hour each, at most 10
// units. 40 glasses are asked for; 20 can be made. One more unit of dump space saves what 2 glasses are worth, less the
// hour of dumping.
Economy glass_and_slag();

// A refinery makes 2 petrol and 1 tar out of 1 oil; there is oil for 10. 20 people ask for 1 petrol each, 30 for 1 tar
// each: petrol is covered, tar to a third.
Economy refinery();

// Two floors of 0.8, each on 10 units that take 1 hour a unit, with 12 hours offered.
Economy contradictory_floors();

// Tea or coffee (two coffees for one tea), 10 asked for; tea 1 hour, coffee 0.25 hours each, but only 12 coffees in
// stock and none made.
Economy tea_or_coffee();

// Nobody asks for anything.
Economy nothing_asked();

}  // namespace planwerk
