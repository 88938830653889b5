#include "host/plan/report/page.hpp"

#include "host/plan/report/html.hpp"
#include "host/plan/report/page_style.hpp"

namespace planwerk {
namespace {

void add_contents(Markup& page, const PageText& text) {
  if (text.contents.size() < 2) return;
  page.put(R"(<nav aria-label="{}"><ul>)", escaped((*text.language)[Phrase::contents]));
  for (const auto& [id, heading] : text.contents) {
    page.put(R"(<li><a href="#{}">{}</a></li>)", escaped(id), escaped(heading));
  }
  page.put("</ul></nav>");
}

// Words that scripts need are attributes, so that they stand in the file of their language.
void add_main(Markup& page, const PageText& text, bool switchable) {
  const Language& language = *text.language;
  page.put(R"(<main lang="{}" data-title="{}" data-search="{}" data-csv="{}" data-found="{}" data-unit="{}">)",
           language.code(), escaped(text.title), escaped(language[Phrase::search]), escaped(language[Phrase::csv]),
           escaped(language[Phrase::found]), escaped(language[Phrase::csv_unit]));
  if (switchable) {
    page.put(R"(<button type="button" class="language" lang="{}" hidden>{}</button>)", language.other().code(),
             escaped(language.other()[Phrase::language_name]));
  }
  page.put("<h1>{}</h1>", escaped(text.title));
  if (!text.lead.empty()) page.put(R"(<p class="soft">{}</p>)", escaped(text.lead));
  add_contents(page, text);
  page.put("{}</main>", text.body);
}

}  // namespace

std::string html_page(const PageText& text, const std::optional<PageText>& other) {
  Markup page;
  page.put(R"(<!DOCTYPE html>
<html lang="{}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{}</title>
<style>
{}</style>
</head>
<body>)",
           text.language->code(), escaped(text.title), page_style);
  add_main(page, text, other.has_value());
  if (other) {
    page.put(R"(<template id="other-language">)");
    add_main(page, *other, true);
    page.put("</template>");
  }
  page.put("<script>\n{}</script>\n</body>\n</html>", page_script);
  return page.str();
}

}  // namespace planwerk
