#pragma once

#include <string_view>

#include "host/codec/part_stream.hpp"

namespace planwerk {

inline constexpr std::string_view job_parts_magic = "planwerk job parts";
inline constexpr std::string_view plan_parts_magic = "planwerk plan parts";
inline constexpr std::uint32_t parts_version = 1;

// Reads a whole stream of JobParts or PlanParts: a header first, blocks in the order of their field numbers, a trailer
// last. `take(part)` is called for the header and each block; `counts()` at the end tells what was read.
// Throws BadPart, whose path begins with the place of the part.
template <class Part, class Take, class Counts>
void read_sequence(PartReader& reader, const Take& take, const Counts& counts) {
  Part part;
  int last_kind = 0;
  try {
    while (reader.next(part)) {
      const int kind = part.part_case();
      if (last_kind == 0 && !part.has_header()) throw BadPart{"", "", "a stream begins with a header"};
      if (part.has_header()) {
        if (part.header().version() != parts_version) {
          throw BadPart{"", "version " + std::to_string(part.header().version()),
                        "only version " + std::to_string(parts_version) + " can be read"};
        }
      }
      if (kind == 0) throw BadPart{"", "", "an empty part"};
      if (kind < last_kind || (kind == last_kind && part.has_header())) {
        throw BadPart{"", "", "out of order: header, blocks by rising field number, trailer"};
      }
      last_kind = kind;
      if (part.has_trailer()) return reader.check_trailer(part.trailer(), counts());
      take(part);
    }
    throw BadPart{"", "", last_kind == 0 ? "the file is empty" : "the file ends without a trailer: it is truncated"};
  } catch (BadPart& fault) {
    fault.path = reader.place() + (fault.path.empty() ? "" : ", " + fault.path);
    throw;
  }
}

}  // namespace planwerk
