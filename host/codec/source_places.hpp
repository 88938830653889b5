#pragma once

#include <string>

#include "host/base/problem.hpp"
#include "host/codec/job_codec.hpp"

namespace google::protobuf {
class Message;
}

namespace planwerk {

// Puts line and column before the path of every problem that names a field of `message`, which was read from `text`
// (text or JSON): `recipes["bake"].inputs[0].product` becomes `line 7, column 14: recipes["bake"].inputs[0].product`.
// Fields that are missing are placed where the thing begins that lacks them. Reads the text a second time, so that
// files without problems pay nothing.
void place_in_source(const std::string& text, FileForm form, const google::protobuf::Message& message,
                     Problems& problems);

}  // namespace planwerk
