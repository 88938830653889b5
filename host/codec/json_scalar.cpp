#include "host/codec/json_scalar.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "host/codec/message_file.hpp"
#include "host/codec/schema_names.hpp"

namespace planwerk {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

std::optional<double> special_number(std::string_view text) {
  if (text == "NaN") return NAN;
  if (text == "Infinity") return INFINITY;
  if (text == "-Infinity") return -INFINITY;
  return std::nullopt;
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <class Number>
bool put(const std::optional<Number>& value, auto&& store) {
  if (value) store(*value);
  return value.has_value();
}

}  // namespace

bool set_scalar(Message& message, const FieldDescriptor& field, const std::string& value, JsonToken token) {
  const auto& reflection = *message.GetReflection();
  const bool list = field.is_repeated();
  if (token == JsonToken::other) return false;
  if ((token == JsonToken::boolean) != (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL)) return false;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (token != JsonToken::text) return false;
      list ? reflection.AddString(&message, &field, value) : reflection.SetString(&message, &field, value);
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      auto number = token == JsonToken::text ? special_number(value) : std::nullopt;
      if (!number) number = number_of<double>(value);
      if (number && !std::isfinite(*number) && !special_number(value)) return false;  // "inf" is no JSON
      return put(number, [&](double amount) {
        list ? reflection.AddDouble(&message, &field, amount) : reflection.SetDouble(&message, &field, amount);
      });
    }
    case FieldDescriptor::CPPTYPE_INT64:
      return put(number_of<std::int64_t>(value), [&](std::int64_t number) {
        list ? reflection.AddInt64(&message, &field, number) : reflection.SetInt64(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_INT32:
      return put(number_of<std::int32_t>(value), [&](std::int32_t number) {
        list ? reflection.AddInt32(&message, &field, number) : reflection.SetInt32(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(number_of<std::uint32_t>(value), [&](std::uint32_t number) {
        list ? reflection.AddUInt32(&message, &field, number) : reflection.SetUInt32(&message, &field, number);
      });
    case FieldDescriptor::CPPTYPE_BOOL:
      list ? reflection.AddBool(&message, &field, value == "true")
           : reflection.SetBool(&message, &field, value == "true");
      return true;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* named = field.enum_type()->FindValueByName(value);
      if (!named && token == JsonToken::number) {
        if (const auto number = number_of<int>(value)) named = field.enum_type()->FindValueByNumber(*number);
      }
      if (named) reflection.SetEnum(&message, &field, named);
      return named != nullptr;
    }
    default:
      return false;
  }
}

std::string expectation(const FieldDescriptor& field, bool in_list) {
  if (field.is_repeated() && !in_list) return field.name() + " is a list";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return field.name() + (in_list ? " holds objects" : " is an object");
    case FieldDescriptor::CPPTYPE_STRING:
      return field.name() + (in_list ? " holds text" : " is text");
    case FieldDescriptor::CPPTYPE_ENUM:
      return "no value of " + field.name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return field.name() + (in_list ? " holds true or false" : " is true or false");
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return field.name() + (in_list ? " holds whole numbers" : " is a whole number");
    default:
      return field.name() + (in_list ? " holds numbers" : " is a number");
  }
}

std::string near_value(const FieldDescriptor& field, const std::string& value) {
  return field.enum_type() ? did_you_mean(value, value_names(*field.enum_type())) : "";
}

}  // namespace planwerk
