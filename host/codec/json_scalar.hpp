#pragma once

#include <string>

namespace google::protobuf {
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace planwerk {

// Single values of proto3's JSON form: text, numbers (also as text, with NaN and Infinity), names of values.

enum class JsonToken { number, text, boolean, other };

// Sets the field, or appends to it where it is a list. False where the field cannot take the value.
bool set_scalar(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                const std::string& value, JsonToken token);

// `size is a number`, `inputs is a list`: what a faulty value should have been, in the field or in its list.
std::string expectation(const google::protobuf::FieldDescriptor& field, bool in_list);

// `; did you mean "EXACT"?` for a mistyped value of an enumeration, or nothing.
std::string near_value(const google::protobuf::FieldDescriptor& field, const std::string& value);

}  // namespace planwerk
