#pragma once

#include <string>

#include "host/base/problem.hpp"
#include "host/codec/field_places.hpp"

namespace google::protobuf {
class Message;
}

namespace planwerk {

// Parses protobuf's text format. Faults are named by line and column; mistyped names of fields and values with the
// nearest one there is.
void parse_text(const std::string& text, google::protobuf::Message& message, Problems& problems);

// Fills in where fields stand; the text must parse. `scratch` is an empty message of the right type.
void locate_in_text(const std::string& text, google::protobuf::Message& scratch, FieldPlaces& places);

}  // namespace planwerk
