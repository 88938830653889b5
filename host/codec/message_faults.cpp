#include "host/codec/message_faults.hpp"

#include <functional>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>

#include "host/model/validation/findings.hpp"

namespace planwerk {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

using Visit = std::function<void(const Message& message, const std::string& path)>;

std::string joined(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

// Calls `visit` for the message and all messages within.
void walk(const Message& message, const std::string& path, const Visit& visit) {
  visit(message, path);
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const std::string name = joined(path, field->name());
    if (!field->is_repeated()) {
      walk(reflection.GetMessage(message, field), name, visit);
      continue;
    }
    const int size = reflection.FieldSize(message, field);
    for (int i = 0; i < size; ++i) {
      walk(reflection.GetRepeatedMessage(message, field, i), name + "[" + std::to_string(i) + "]", visit);
    }
  }
}

void check_texts(const Message& message, const std::string& path, Problems& problems) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  std::string scratch;
  for (const FieldDescriptor* field : fields) {
    if (field->type() != FieldDescriptor::TYPE_STRING) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const std::string& text = field->is_repeated()
                                    ? reflection.GetRepeatedStringReference(message, field, i, &scratch)
                                    : reflection.GetStringReference(message, field, &scratch);
      if (!is_utf8(text)) problems.error(joined(path, field->name()), "", "is not valid UTF-8");
    }
  }
}

}  // namespace

void report_unknown_fields(const Message& message, Problems& problems) {
  walk(message, "", [&](const Message& part, const std::string& path) {
    const auto& unknown = part.GetReflection()->GetUnknownFields(part);
    for (int i = 0; i < unknown.field_count(); ++i) {
      problems.error(path, "field " + std::to_string(unknown.field(i).number()),
                     "unknown field of " + part.GetDescriptor()->name());
    }
  });
}

void report_bad_text(const Message& message, Problems& problems) {
  walk(message, "", [&](const Message& part, const std::string& path) { check_texts(part, path, problems); });
}

}  // namespace planwerk
