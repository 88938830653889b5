#include "host/codec/json_message.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <nlohmann/json.hpp>

#include "host/codec/json_scalar.hpp"
#include "host/codec/message_file.hpp"
#include "host/codec/schema_names.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

// Tells how far the parser has read: nlohmann's parser keeps its own copies of iterators, which share `reached`.
class TrackedByte {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  TrackedByte(const char* at, const char** reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  TrackedByte& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  TrackedByte operator++(int) {
    TrackedByte before = *this;
    ++*this;
    return before;
  }
  bool operator==(const TrackedByte& other) const { return at_ == other.at_; }

 private:
  const char* at_;
  const char** reached_;
};

// Receives the parser's events and fills the message.
class Filler : public nlohmann::json_sax<json> {
 public:
  // `places`, if there are any, are filled in on the way.
  Filler(const std::string& text, Message& root, Problems& problems, FieldPlaces* places = nullptr)
      : begin_(text.data()),
        end_(text.data() + text.size()),
        reached_(begin_),
        event_end_(begin_),
        counted_(begin_),
        line_begin_(begin_),
        root_(root),
        problems_(problems),
        places_(places) {}

  const char** reached() { return &reached_; }

  bool null() override {
    if (ignored()) return done();
    if (frames_.empty() || frames_.back().in_list) fault("", "null can only stand for a field that is unset");
    return done();
  }
  bool boolean(bool value) override { return scalar(value ? "true" : "false", JsonToken::boolean); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value), JsonToken::number); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value), JsonToken::number); }
  bool number_float(number_float_t value, const string_t& text) override {
    return std::isfinite(value) ? scalar(text, JsonToken::number) : false;
  }
  bool string(string_t& value) override { return scalar(value, JsonToken::text); }
  bool binary(binary_t&) override { return false; }  // never sent for JSON

  bool start_object(std::size_t) override {
    if (ignored() || !open_message()) ++skipped_depth_;
    return done();
  }
  bool key(string_t& name) override {
    if (skipping()) return done();
    Frame& frame = frames_.back();
    const auto& type = *frame.message->GetDescriptor();
    frame.field = type.FindFieldByName(name);
    if (!frame.field) frame.field = type.FindFieldByCamelcaseName(name);
    if (!frame.field) {
      fault(planwerk::quoted(name), unknown_field_of(type, name));
    } else if (!frame.seen.insert(frame.field->number()).second) {
      fault(planwerk::quoted(name), "stands in this object twice");
      frame.field = nullptr;
    } else if (const auto* group = frame.field->real_containing_oneof();
               group && frame.message->GetReflection()->HasOneof(*frame.message, group)) {
      fault(planwerk::quoted(name), "only one field of " + group->name() + " can be set");
      frame.field = nullptr;
    } else if (places_) {
      note_place(path_of(frame, -1));
    }
    return done();
  }
  bool end_object() override {
    if (skipping()) {
      --skipped_depth_;
    } else {
      frames_.pop_back();
    }
    return done();
  }
  bool start_array(std::size_t) override {
    if (ignored() || !open_list()) ++skipped_depth_;
    return done();
  }
  bool end_array() override {
    if (skipping()) {
      --skipped_depth_;
    } else {
      frames_.back().in_list = false;
    }
    return done();
  }
  bool parse_error(std::size_t position, const std::string&, const json::exception& error) override {
    // `[json.exception.NAME] parse error at line 1, column 2: what`, or `[json.exception.NAME] what`
    const std::string text = error.what();
    const auto what = text.find(text.find("parse error at") == std::string::npos ? "] " : ": ");
    const std::size_t at = std::min<std::size_t>(position > 0 ? position - 1 : 0, end_ - begin_);
    if (const auto number = number_with_comma(std::string_view(begin_, end_), at)) {
      problems_.error(place_of(number->data()), std::string(*number), comma_message);
      return false;
    }
    problems_.error(place_of(begin_ + at), "", readable(what == std::string::npos ? text : text.substr(what + 2)));
    return false;
  }

 private:
  struct Frame {
    Frame(Message& of, std::string at) : message(&of), path(std::move(at)) {}
    Message* message;
    const FieldDescriptor* field = nullptr;  // of the last key; none where that is not to be read
    bool in_list = false;
    std::string path;    // of the message, when places are asked for
    std::set<int> seen;  // numbers of the fields there were
  };

  bool skipping() const { return skipped_depth_ > 0; }
  // Whether the value that begins here is not to be read: part of a skipped one, or that of a faulty key.
  bool ignored() const { return skipping() || (!frames_.empty() && !frames_.back().field); }

  bool open_message() {
    if (frames_.empty()) {
      frames_.emplace_back(root_, "");
      return true;
    }
    Frame& frame = frames_.back();
    const auto* field = frame.field;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated() != frame.in_list) {
      fault("", expectation(*field, frame.in_list));
      return false;
    }
    const auto& reflection = *frame.message->GetReflection();
    Message* const child =
        frame.in_list ? reflection.AddMessage(frame.message, field) : reflection.MutableMessage(frame.message, field);
    const int index = frame.in_list ? reflection.FieldSize(*frame.message, field) - 1 : -1;
    const std::string path = places_ ? path_of(frame, index) : "";
    if (frame.in_list) note_place(path);
    frames_.emplace_back(*child, path);
    return true;
  }

  bool open_list() {
    if (frames_.empty()) {
      fault("", "a file holds one object");
      return false;
    }
    Frame& frame = frames_.back();
    if (frame.in_list || !frame.field->is_repeated()) {
      fault("", expectation(*frame.field, frame.in_list));
      return false;
    }
    frame.in_list = true;
    return true;
  }

  bool scalar(const std::string& value, JsonToken token) {
    if (ignored()) return done();
    const std::string shown = token == JsonToken::text ? planwerk::quoted(value) : value;
    if (frames_.empty()) {
      fault(shown, "a file holds one object");
    } else if (Frame& frame = frames_.back();
               frame.field->is_repeated() != frame.in_list || !set_scalar(*frame.message, *frame.field, value, token)) {
      fault(shown, expectation(*frame.field, frame.in_list) + near_value(*frame.field, value));
    }
    return done();
  }

  bool done() {
    event_end_ = reached_;
    return true;
  }

  void fault(std::string value, std::string message) {
    problems_.error(place_of(token_begin()), std::move(value), std::move(message));
  }

  void note_place(const std::string& path) {
    if (!places_) return;
    if (const auto wanted = places_->find(path); wanted != places_->end()) wanted->second = place_of(token_begin());
  }

  // Of the frame's current field, or of an entry of it.
  static std::string path_of(const Frame& frame, int index) {
    std::string path = frame.path;
    if (!path.empty()) path += '.';
    path += frame.field->name();
    if (index >= 0) path.append("[").append(std::to_string(index)).append("]");
    return path;
  }

  // Of the token that caused the current event.
  const char* token_begin() const {
    const char* at = event_end_;
    while (at < end_ && std::string_view(" \t\r\n,:").find(*at) != std::string_view::npos) ++at;
    return at;
  }

  // Places are asked for in the order of the text, so that all of them together count its lines once.
  std::string place_of(const char* at) {
    for (; counted_ < at; ++counted_) {
      if (*counted_ != '\n') continue;
      ++line_;
      line_begin_ = counted_ + 1;
    }
    return line_and_column(line_, static_cast<std::size_t>(at - line_begin_) + 1);
  }

  const char* begin_;
  const char* end_;
  const char* reached_;
  const char* event_end_;
  const char* counted_;
  const char* line_begin_;
  std::size_t line_ = 1;
  Message& root_;
  Problems& problems_;
  FieldPlaces* places_;
  std::vector<Frame> frames_;
  std::size_t skipped_depth_ = 0;
};

bool parse(const std::string& text, Filler& filler) {
  const TrackedByte begin(text.data(), filler.reached());
  const TrackedByte end(text.data() + text.size(), filler.reached());
  return json::sax_parse(begin, end, &filler);
}

}  // namespace

void locate_in_json(const std::string& text, Message& scratch, FieldPlaces& places) {
  Problems told_already;
  Filler filler(text, scratch, told_already, &places);
  parse(text, filler);
}

void parse_json(const std::string& text, Message& message, Problems& problems) {
  Filler filler(text, message, problems);
  if (!parse(text, filler) && !problems.has_errors()) problems.error("JSON", "", "cannot be parsed");
}

}  // namespace planwerk
