#include "host/plan/report/picture.hpp"

#include "host/plan/report/page_style.hpp"

namespace planwerk {

void open_svg(Markup& svg, std::string_view kind, double width, double height, std::string_view title,
              std::string_view description) {
  const std::string name = escaped(title);
  svg.put(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="picture {}" viewBox="0 0 {:.0f} {:.0f}" width="{:.0f}" height="{:.0f}" style="--own:{:.0f}px" role="img" aria-label="{}">)",
      kind, width, height, width, height, width, name);
  svg.put("<title>{}</title><desc>{}</desc>", name, escaped(description));
}

std::string svg_file(const Picture& picture) {
  const std::size_t behind_tag = picture.svg.find('>') + 1;
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n<style>\n{}{}</style>{}",
                     picture.svg.substr(0, behind_tag), light_colours, picture_style, picture.svg.substr(behind_tag));
}

}  // namespace planwerk
