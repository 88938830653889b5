#pragma once

#include <span>
#include <string_view>

namespace planwerk::service {

// The files of the page, compiled in (page/).
struct PageFile {
  std::string_view path;  // of its address
  std::string_view type;
  std::string_view text;
};

std::span<const PageFile> page_files();

}  // namespace planwerk::service
