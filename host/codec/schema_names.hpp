#pragma once

#include <string>
#include <vector>

namespace google::protobuf {
class Descriptor;
class EnumDescriptor;
}  // namespace google::protobuf

namespace planwerk {

std::vector<std::string> field_names(const google::protobuf::Descriptor& type);
std::vector<std::string> value_names(const google::protobuf::EnumDescriptor& type);

// `unknown field of Product; did you mean "unit"?`
std::string unknown_field_of(const google::protobuf::Descriptor& type, const std::string& name);

}  // namespace planwerk
