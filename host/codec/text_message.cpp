#include "host/codec/text_message.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>

#include "host/codec/message_faults.hpp"
#include "host/codec/message_file.hpp"
#include "host/codec/schema_names.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

namespace {

constexpr int nesting_limit = 32;  // the schema's own depth is 6

// The two names in `BEFORE first BETWEEN second AFTER`.
std::optional<std::pair<std::string, std::string>> names_in(std::string_view message, std::string_view before,
                                                            std::string_view between, std::string_view after) {
  if (!message.starts_with(before) || !message.ends_with(after)) return std::nullopt;
  message.remove_prefix(before.size());
  const auto cut = message.find(between);
  if (cut == std::string_view::npos || message.size() < cut + between.size() + after.size()) return std::nullopt;
  const auto second = message.substr(cut + between.size());
  return std::pair(std::string(message.substr(0, cut)), std::string(second.substr(0, second.size() - after.size())));
}

// Where the parser's line and column, from 0, stand in the text; its columns count a tab up to the next eighth.
std::size_t offset_in(std::string_view text, int line, int column) {
  std::size_t at = 0;
  for (; line > 0; --line) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  for (int reached = 0; reached < column && at < text.size(); ++at) reached += text[at] == '\t' ? 8 - reached % 8 : 1;
  return at;
}

// Turns the parser's complaints into problems. It knows what it names only as text, from which the names are taken back
// to find near ones.
class Complaints : public google::protobuf::io::ErrorCollector {
 public:
  Complaints(const std::string& text, const google::protobuf::DescriptorPool& schema, Problems& problems)
      : text_(text), schema_(schema), problems_(problems) {}

  void AddError(int line, int column, const std::string& message) override {
    const std::string place = line_and_column(static_cast<std::size_t>(line) + 1, static_cast<std::size_t>(column) + 1);
    if (const auto names = names_in(message, "Message type \"", "\" has no field named \"", "\".")) {
      if (const auto* type = schema_.FindMessageTypeByName(names->first)) {
        return problems_.error(place, planwerk::quoted(names->second), unknown_field_of(*type, names->second));
      }
    }
    if (const auto names = names_in(message, "Unknown enumeration value of \"", "\" for field \"", "\".")) {
      return problems_.error(place, planwerk::quoted(names->first),
                             "no value of " + names->second + suggest_value(names->first, names->second));
    }
    const std::size_t at = offset_in(text_, line, column);
    if (const auto number = number_with_comma(text_, at)) {
      const std::size_t before = at - static_cast<std::size_t>(number->data() - text_.data());
      return problems_.error(
          line_and_column(static_cast<std::size_t>(line) + 1, static_cast<std::size_t>(column) + 1 - before),
          std::string(*number), comma_message);
    }
    const bool at_end = message.ends_with("got: ");
    problems_.error(place, "", at_end ? "the text ends here, before all braces are closed" : readable(message));
  }

 private:
  // The parser does not say which message the field belongs to, so every enumeration of the schema is searched.
  std::string suggest_value(const std::string& value, const std::string& field) const {
    std::vector<std::string> names;
    for (const char* type : {"planwerk.v1.Product", "planwerk.v1.Tier", "planwerk.v1.Plan"}) {
      const auto* message = schema_.FindMessageTypeByName(type);
      const auto* named = message ? message->FindFieldByName(field) : nullptr;
      if (named && named->enum_type()) names = value_names(*named->enum_type());
    }
    return did_you_mean(value, names);
  }

  const std::string& text_;
  const google::protobuf::DescriptorPool& schema_;
  Problems& problems_;
};

using ParseInfoTree = google::protobuf::TextFormat::ParseInfoTree;

// The place of a field by its path; empty where it is unset.
std::string find_in_text(const ParseInfoTree& tree, const google::protobuf::Descriptor& type, std::string_view path) {
  const auto dot = path.find('.');
  const std::string_view step = path.substr(0, dot);
  const auto bracket = step.find('[');
  const auto* field = type.FindFieldByName(std::string(step.substr(0, bracket)));
  if (!field || (field->is_repeated() && bracket == std::string_view::npos)) return "";
  int index = -1;
  if (field->is_repeated()) std::from_chars(step.data() + bracket + 1, step.data() + step.size(), index);
  if (dot == std::string_view::npos) {
    const auto location = tree.GetLocation(field, index);
    if (location.line < 0) return "";
    return line_and_column(static_cast<std::size_t>(location.line) + 1, static_cast<std::size_t>(location.column) + 1);
  }
  const ParseInfoTree* nested = field->message_type() ? tree.GetTreeForNested(field, index) : nullptr;
  return nested ? find_in_text(*nested, *field->message_type(), path.substr(dot + 1)) : "";
}

}  // namespace

void locate_in_text(const std::string& text, google::protobuf::Message& scratch, FieldPlaces& places) {
  ParseInfoTree tree;
  google::protobuf::TextFormat::Parser parser;
  parser.WriteLocationsTo(&tree);
  parser.SetRecursionLimit(nesting_limit);
  if (!parser.ParseFromString(text, &scratch)) return;
  for (auto& [path, place] : places) place = find_in_text(tree, *scratch.GetDescriptor(), path);
}

void parse_text(const std::string& text, google::protobuf::Message& message, Problems& problems) {
  const google::protobuf::LogSilencer silence;  // the collector hears it all
  Complaints complaints(text, *message.GetDescriptor()->file()->pool(), problems);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&complaints);
  parser.SetRecursionLimit(nesting_limit);
  const bool parsed = parser.ParseFromString(text, &message);
  if (!parsed && !problems.has_errors()) problems.error("text", "", "cannot be parsed");
  if (parsed) report_bad_text(message, problems);
}

}  // namespace planwerk
