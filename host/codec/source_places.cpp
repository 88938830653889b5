#include "host/codec/source_places.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "host/codec/json_message.hpp"
#include "host/codec/text_message.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Translates the planner's paths into those of the message: `recipes["bake"].inputs[0]` ->
// `economy.recipes[4].inputs[0]`.
class FieldPaths {
 public:
  explicit FieldPaths(const Message& root) : root_(root) {}

  // Empty where the path does not begin with a field of the message.
  std::string of(std::string_view path) {
    const std::string list(path.substr(0, path.find_first_of("[.")));
    const auto* field = root_.GetDescriptor()->FindFieldByName(list);
    const Message* owner = &root_;
    std::string prefix;
    if (const auto* economy = root_.GetDescriptor()->FindFieldByName("economy"); !field && economy) {
      owner = &root_.GetReflection()->GetMessage(root_, economy);
      field = owner->GetDescriptor()->FindFieldByName(list);
      prefix = "economy.";
    }
    if (!field) return "";
    std::string_view rest = path.substr(list.size());
    if (!rest.starts_with("[\"")) return prefix + std::string(path);
    const std::string_view id = take_quoted(rest);
    const auto position = position_of(*owner, *field, id);
    return position ? prefix + list + "[" + std::to_string(*position) + std::string(rest) : "";
  }

 private:
  // From `["bake"].inputs` takes `"bake"`, leaving `].inputs`.
  static std::string_view take_quoted(std::string_view& rest) {
    std::size_t end = 2;
    while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
    end = std::min(end, rest.size() - 1);
    const std::string_view id = rest.substr(1, end);
    rest.remove_prefix(end + 1);
    return id;
  }

  // Ids are the first field of everything that has one.
  std::optional<int> position_of(const Message& owner, const FieldDescriptor& list, std::string_view quoted_id) {
    if (!list.is_repeated() || !list.message_type()) return std::nullopt;
    auto [entry, is_new] = positions_.try_emplace(&list);
    const auto& reflection = *owner.GetReflection();
    for (int i = 0; is_new && i < reflection.FieldSize(owner, &list); ++i) {
      const Message& thing = reflection.GetRepeatedMessage(owner, &list, i);
      const auto* id = thing.GetDescriptor()->FindFieldByNumber(1);
      entry->second.emplace(planwerk::quoted(thing.GetReflection()->GetString(thing, id)), i);
    }
    const auto found = entry->second.find(std::string(quoted_id));
    return found == entry->second.end() ? std::nullopt : std::optional(found->second);
  }

  const Message& root_;
  std::unordered_map<const FieldDescriptor*, std::unordered_map<std::string, int>> positions_;
};

// `a.b[1].c` and what it lies in: `a.b[1]`, `a.b`, `a`.
std::vector<std::string> with_enclosing(std::string path) {
  std::vector<std::string> paths;
  while (!path.empty()) {
    paths.push_back(path);
    const auto cut = path.find_last_of(".[");
    path.resize(cut == std::string::npos ? 0 : cut);
  }
  return paths;
}

}  // namespace

void place_in_source(const std::string& text, FileForm form, const Message& message, Problems& problems) {
  if (form != FileForm::text && form != FileForm::json) return;
  FieldPaths field_paths(message);
  FieldPlaces places;
  for (const Problem& problem : problems.kept()) {
    for (auto& path : with_enclosing(field_paths.of(problem.path))) places.emplace(std::move(path), "");
  }
  if (places.empty()) return;
  const std::unique_ptr<Message> again(message.New());
  form == FileForm::text ? locate_in_text(text, *again, places) : locate_in_json(text, *again, places);
  problems.edit_kept([&](Problem& problem) {
    for (const auto& path : with_enclosing(field_paths.of(problem.path))) {
      const std::string& place = places[path];
      if (place.empty()) continue;
      problem.path = place + ": " + problem.path;
      return;
    }
  });
}

}  // namespace planwerk
