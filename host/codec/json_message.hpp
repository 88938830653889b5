#pragma once

#include <string>

#include "host/base/problem.hpp"
#include "host/codec/field_places.hpp"

namespace google::protobuf {
class Message;
}

namespace planwerk {

// Parses the JSON form of proto3 messages (protobuf.dev, "ProtoJSON Format"), as far as this schema needs it: no maps,
// no well-known types. Faults are named by line and column, mistyped names with the nearest one there is; all faults of
// the content are found in one go.
void parse_json(const std::string& json, google::protobuf::Message& message, Problems& problems);

// Fills in where fields stand; the text must parse. `scratch` is an empty message of the right type.
void locate_in_json(const std::string& json, google::protobuf::Message& scratch, FieldPlaces& places);

}  // namespace planwerk
