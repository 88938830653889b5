#include <gmock/gmock.h>

#include "tests/codec/told_errors.hpp"

// What a planner is told about a file that cannot be read: every problem by place, value and what would be right.

namespace planwerk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;
using tests::errors_of;

struct Case {
  const char* name;
  const char* file;
  const char* bytes;
  std::vector<std::string> errors;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class MalformedText : public ::testing::TestWithParam<Case> {};

TEST_P(MalformedText, IsToldInFull) {
  EXPECT_THAT(errors_of(GetParam().file, GetParam().bytes), UnorderedElementsAreArray(GetParam().errors));
}

const Case syntax[] = {
    {"TextUnknownField",
     "a.textproto",
     "economy {\n  products { id: \"bread\" unti: \"kg\" }\n}",
     {"line 2, column 30: \"unti\": unknown field of Product; did you mean \"unit\"?"}},
    {"TextUnknownValue",
     "a.textproto",
     "economy {\n  products { id: \"bread\" balance: EXCT }\n}",
     {"line 2, column 40: \"EXCT\": no value of balance; did you mean \"EXACT\"?"}},
    {"TextUnclosed",
     "a.textproto",
     "economy {\n  name: \"x\"\n",
     {"line 3, column 1: the text ends here, before all braces are closed"}},
    {"TextTwoSubjects",
     "a.textproto",
     "economy { limits { terms { product: \"a\" recipe: \"b\" } } }",
     {"line 1, column 47: Field \"recipe\" is specified along with field \"product\", another member of oneof "
      "\"subject\"."}},
    {"TextWordForNumber",
     "a.textproto",
     "settings {\n tolerance: \"small\" }",
     {"line 2, column 13: Expected double, got: \"small\""}},
    {"TextDecimalComma",
     "a.textproto",
     "economy {\n\tcohorts { id: \"a\" size:\t0,78 }\n}",
     {"line 2, column 33: 0,78: a comma; write decimals with a point, and nothing between thousands"}},
    {"TextCommaBetweenThousands",
     "a.textproto",
     "economy { cohorts { size: -1,300.5 } }",
     {"line 1, column 28: 1,300.5: a comma; write decimals with a point, and nothing between thousands"}},
    {"TextCommaElsewhere",
     "a.textproto",
     "economy { name: \"1,5\", 5 }",
     {"line 1, column 24: Expected identifier, got: 5"}},
    {"TextNotUtf8",
     "a.textproto",
     "economy { products { id: \"\\377\" } }",
     {"economy.products[0].id: is not valid UTF-8"}},
    {"JsonUnknownField",
     "a.json",
     "{\"economy\": {\n \"products\": [{\"id\": \"bread\", \"unti\": \"kg\"}]}}",
     {"line 2, column 31: \"unti\": unknown field of Product; did you mean \"unit\"?"}},
    {"JsonUnknownFieldWithNestedValue",
     "a.json",
     "{\"economi\": {\"a\": [1, {\"b\": []}]}, \"sttings\": []}",
     {"line 1, column 2: \"economi\": unknown field of Job; did you mean \"economy\"?",
      "line 1, column 36: \"sttings\": unknown field of Job; did you mean \"settings\"?"}},
    {"JsonUnknownValue",
     "a.json",
     "{\"economy\": {\"products\": [{\"balance\": \"EXCT\"}]}}",
     {"line 1, column 39: \"EXCT\": no value of balance; did you mean \"EXACT\"?"}},
    {"JsonWrongKinds",
     "a.json",
     "{\"economy\": {\"name\": 5,\n\"cohorts\": [{\"size\": \"many\"}, {\"size\": true}, {\"size\": [1]}, 7],\n"
     "\"recipes\": {}, \"provenance\": {\"notes\": [1, [\"x\"]]}}}",
     {"line 1, column 22: 5: name is text", "line 2, column 22: \"many\": size is a number",
      "line 2, column 40: true: size is a number", "line 2, column 56: size is a number",
      "line 2, column 62: 7: cohorts holds objects", "line 3, column 12: recipes is a list",
      "line 3, column 41: 1: notes holds text", "line 3, column 44: notes holds text"}},
    {"JsonWordForInfinity",
     "a.json",
     "{\"settings\": {\"tolerance\": \"inf\"}}",
     {"line 1, column 28: \"inf\": tolerance is a number"}},
    {"JsonTwice",
     "a.json",
     "{\"economy\": {\"name\": \"a\", \"name\": \"b\"}}",
     {"line 1, column 27: \"name\": stands in this object twice"}},
    {"JsonTwoSubjects",
     "a.json",
     "{\"economy\": {\"limits\": [{\"terms\": [{\"product\": \"a\", \"recipe\": \"b\"}]}]}}",
     {"line 1, column 53: \"recipe\": only one field of subject can be set"}},
    {"JsonNullInList",
     "a.json",
     "{\"economy\": {\"products\": [null]}}",
     {"line 1, column 27: null can only stand for a field that is unset"}},
    {"JsonList", "a.json", "[]", {"line 1, column 1: a file holds one object"}},
    {"JsonNumber", "a.json", "7", {"line 1, column 1: 7: a file holds one object"}},
    {"JsonNumberTooGreat",
     "a.json",
     "{\"settings\": {\"tolerance\": 1e999}}",
     {"line 1, column 32: number overflow parsing '1e999'"}},
    {"JsonDecimalComma",
     "a.json",
     "{\"economy\": {\n\"cohorts\": [{\"size\": 0,78, \"id\": \"a\"}]}}",
     {"line 2, column 22: 0,78: a comma; write decimals with a point, and nothing between thousands"}},
    {"JsonDecimalCommaAtTheEnd",
     "a.json",
     "{\"economy\": {\"cohorts\": [{\"size\": 0,7}]}}",
     {"line 1, column 35: 0,7: a comma; write decimals with a point, and nothing between thousands"}},
    {"JsonCommaInAList",
     "a.json",
     "{\"economy\": {\"provenance\": {\"notes\": [\"1\", 2 3]}}}",
     {"line 1, column 44: 2: notes holds text",
      "line 1, column 46: syntax error while parsing array - unexpected number literal; expected ']'"}},
    {"JsonMissingComma",
     "a.json",
     "{\"economy\": {\n \"name\": \"x\"\n \"period\": \"y\"}}",
     {"line 3, column 9: syntax error while parsing object - unexpected string literal; expected '}'"}},
    {"BinaryGarbage", "a.pb", "abc", {"3 bytes: not a Job in protobuf's binary form, or damaged"}},
    {"BinaryUnknownField",
     "a.pb",
     "\x0a\x04\x2a\x02\x58\x01",
     {"economy.products[0]: field 11: unknown field of Product"}},
};

INSTANTIATE_TEST_SUITE_P(Syntax, MalformedText, ::testing::ValuesIn(syntax),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(MalformedText, EmptyFilesAreCalledEmpty) {
  for (const char* name : {"a.textproto", "a.json", "a.pb", "a.pbs"}) {
    EXPECT_THAT(errors_of(name, ""), ElementsAre(HasSubstr("the file is empty"))) << name;
  }
}

TEST(MalformedText, DeepNestingIsNoDanger) {
  std::string json = "{\"economy\": {\"x\": ";
  for (int i = 0; i < 200'000; ++i) json += i % 2 ? "{\"a\":" : "[";
  EXPECT_FALSE(errors_of("a.json", json).empty());
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "economy { ";
  EXPECT_FALSE(errors_of("a.textproto", text).empty());
}

TEST(MalformedText, LongNamesAreNoDanger) {
  const std::string name(3'000'000, 'x');
  EXPECT_FALSE(errors_of("a.textproto", "economy { " + name + ": 1 }").empty());
  EXPECT_FALSE(errors_of("a.json", "{\"" + name + "\": 1}").empty());
  EXPECT_FALSE(
      errors_of("a.textproto", "economy { products { id: \"" + name + "\" } stocks { product: \"y" + name + "\" } }")
          .empty());
}

}  // namespace
}  // namespace planwerk
