#include "host/answers/dossier/page.hpp"

#include <fmt/format.h>

#include "host/plan/report/html.hpp"
#include "host/plan/report/page_style.hpp"

namespace planwerk {

std::string html_page(std::string_view title, std::string_view body) {
  return fmt::format(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{0}</title>
<style>
{1}</style>
</head>
<body>
<main>
<h1>{0}</h1>
{2}</main>
<script>
{3}</script>
</body>
</html>
)",
                     escaped(title), page_style, body, page_script);
}

}  // namespace planwerk
