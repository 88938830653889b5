#include "host/answers/conflict/conflict_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace planwerk {
namespace {

constexpr std::size_t longest_list = 20;

template <class Entries>
void add_list(std::string& text, const std::string& heading, const Entries& entries) {
  if (entries.empty()) return;
  text += heading + "\n";
  const std::size_t shown = std::min(entries.size(), longest_list);
  for (std::size_t k = 0; k < shown; ++k) text += "  " + entries[k].words + "\n";
  if (shown < entries.size()) text += fmt::format("  ... and {} more\n", entries.size() - shown);
  text += "\n";
}

}  // namespace

std::string to_text(const ConflictAnswer& answer) {
  std::string text;
  const bool several = answer.members.size() > 1;
  add_list(text,
           !answer.minimal ? "These contradict each other, though not all of them may be needed for that:"
           : several       ? "These contradict each other; without any one of them the others could all be kept:"
                           : "This cannot be kept, whatever else is given up:",
           answer.members);
  add_list(text, "Ways out, each enough by itself, the smallest change first:", answer.ways_out);
  if (!answer.members.empty() && answer.ways_out.empty()) {
    text += "No single change is enough: the job contradicts itself in more than one way.\n\n";
  }
  const bool known = answer.compromise.size() == 1 &&
                     std::any_of(answer.ways_out.begin(), answer.ways_out.end(),
                                 [&](const WayOut& way) { return way.words == answer.compromise.front().words; });
  if (!known) add_list(text, "Or, if all that there is stays as it is, demands give way together:", answer.compromise);
  return text;
}

}  // namespace planwerk
