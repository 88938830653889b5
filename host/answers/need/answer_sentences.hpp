#pragma once

#include <optional>
#include <string>
#include <vector>

namespace planwerk {

// An answer to why a need is short, with everything in it named: in the economy's names and units by whoever has the
// economy, in ids by whoever has the answer alone. Amounts come with their units; empty strings are not told.

// What stands in the way, or in the proof that no more is to be had.
struct ToldObstacle {
  double share = 0;  // of the cost or the proof, 0..1
  std::string words;
  bool tells_savings = false;  // what one more of it saves
};

struct ToldRival {
  std::string need;
  double loss = 0;     // negative: it would gain
  std::string amount;  // of what it would lose or gain
  std::string asked;   // of what it asks for
};

struct ToldHours {
  double hours = 0;  // more or, negative, less
  std::string work;
};

// Covering the need fully with nobody else worse off.
struct ToldLabour {
  bool possible = false;
  double burden = 0;               // possible: extra hours of burden
  std::vector<ToldHours> hours;    // possible: within what is offered
  std::vector<ToldHours> missing;  // possible: that nobody has offered yet
  std::string reach;               // not possible: the coverage that any amount of work can bring; empty: no more
  std::vector<ToldObstacle> lack;  // not possible: by its share in the proof
};

// Covering the need fully at the cost of others.
struct ToldCover {
  bool possible = false;
  std::string cost;
  std::vector<ToldRival> losses;
};

struct ToldAnswer {
  std::string shortfall;  // whose need it is, and by how much it is short
  bool is_short = true;   // otherwise there is no more to tell
  std::string one_more;   // "one more m2"
  bool possible = true;   // one more is to be had
  bool exact = false;
  bool unique = true;                   // no other rivals would do
  std::vector<ToldObstacle> obstacles;  // largest share first
  std::vector<std::string> chain;       // "0.31 m3 of sawn timber, from the sawmill": from the need upstream
  std::string chain_end;                // what stands there
  std::string tier;                     // that one more would make worse, where the objective has tiers
  std::string cost;                     // of one more
  std::string doubt;                    // not exact, without tiers: of the cost, either way
  std::string holds_for;                // exact: amount of the need for which cost and savings stay as they are
  std::string worth;                    // of one more by the job's weights, where that is less than its work
  std::vector<ToldRival> rivals;        // largest loss first
  std::optional<ToldCover> whole;
  std::optional<ToldLabour> labour;
  bool labour_unanswered = false;  // asked for and not found
};

// How short the need is, what stands in the way, the way there, what one more costs, who would lose, and what it would
// take of people's work: plain sentences and lists, the longest of them cut. Ends with a line feed.
std::string sentences(const ToldAnswer& answer);

}  // namespace planwerk
