#pragma once

#include "host/base/problem.hpp"

namespace google::protobuf {
class Message;
}

namespace planwerk {

// What protobuf lets pass, but a planner must hear of. Problems name the place as `economy.recipes[3]`.

// Fields that the schema does not know: data that would be ignored in silence.
void report_unknown_fields(const google::protobuf::Message& message, Problems& problems);

// Text that is not UTF-8 (possible through escapes in .textproto), which no other form of a file could hold.
void report_bad_text(const google::protobuf::Message& message, Problems& problems);

}  // namespace planwerk
