#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/plan/report/language.hpp"

namespace planwerk {

// What a page says in one language.
struct PageText {
  const Language* language = nullptr;
  std::string title;                                          // plain text
  std::string lead;                                           // plain text below the title; may be empty
  std::vector<std::pair<std::string, std::string>> contents;  // id and heading of the sections, plain text
  std::string body;                                           // HTML
};

// A self-contained HTML file. The second language lies in it inert, until a reader switches.
std::string html_page(const PageText& text, const std::optional<PageText>& other = std::nullopt);

}  // namespace planwerk
