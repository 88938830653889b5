#include "host/codec/schema_names.hpp"

#include <google/protobuf/descriptor.h>

#include "host/codec/message_file.hpp"

namespace planwerk {

std::vector<std::string> field_names(const google::protobuf::Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  return names;
}

std::vector<std::string> value_names(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) names.push_back(type.value(i)->name());
  return names;
}

std::string unknown_field_of(const google::protobuf::Descriptor& type, const std::string& name) {
  return "unknown field of " + type.name() + did_you_mean(name, field_names(type));
}

}  // namespace planwerk
