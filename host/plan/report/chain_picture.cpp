#include "host/plan/report/chain_picture.hpp"

#include <iterator>

#include <fmt/format.h>

#include "host/plan/report/chain_layout.hpp"
#include "host/plan/report/html.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

using Kind = PricedThing::Kind;

constexpr std::size_t longest_label = 26;
constexpr double stub_length = 34;

std::string_view class_of(Kind kind) {
  switch (kind) {
    case Kind::need:
      return "need";
    case Kind::product:
      return "product";
    case Kind::labour:
      return "labour";
    case Kind::stock:
      return "stock";
    case Kind::capacity:
    case Kind::limit:
      return "scarce";
  }
  return "";
}

std::string_view kind_in_words(Kind kind) {
  switch (kind) {
    case Kind::need:
      return "need";
    case Kind::product:
      return "product";
    case Kind::labour:
      return "kind of work";
    case Kind::stock:
      return "from store";
    case Kind::capacity:
      return "scarce plant or land";
    case Kind::limit:
      return "limit";
  }
  return "";
}

class Picture {
 public:
  explicit Picture(const SupplyChain& chain) : chain_(chain), layout_(lay_out(chain)) {}

  std::string draw() {
    const std::string name = escaped(chain_.nodes.front().name);
    put(R"(<svg class="chain" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="Supply chain of {}">)", layout_.width,
        layout_.height, name);
    put("<title>Supply chain of {}</title><desc>{}</desc>", name, escaped(description()));
    for (std::size_t k = 0; k < chain_.links.size(); ++k) draw_link(k);
    for (std::size_t k = 0; k < chain_.nodes.size(); ++k) draw_unshown(k);
    for (std::size_t k = 0; k < chain_.nodes.size(); ++k) draw_node(k);
    put("</svg>");
    return fmt::to_string(svg_);
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(svg_), format, std::forward<Values>(values)...);
    svg_.push_back('\n');
  }

  // For those who cannot see the picture: the largest contributions in words.
  std::string description() const {
    std::string text = "What the delivery rests on, by share of its worth:";
    for (std::size_t k = 1; k < chain_.nodes.size() && k < 9; ++k) {
      text += fmt::format(" {} {};", chain_.nodes[k].name, percent(chain_.nodes[k].worth));
    }
    text.back() = '.';
    return text;
  }

  void draw_link(std::size_t k) {
    const SupplyLink& link = chain_.links[k];
    const PlacedLink& band = layout_.links[k];
    const ChainNode& from = chain_.nodes[link.from];
    const std::string title =
        escaped(fmt::format("{} → {}: {} of the worth", from.name, chain_.nodes[link.to].name, percent(link.worth)));
    const double x0 = layout_.nodes[link.from].x + chain_bar_width;
    const double x1 = layout_.nodes[link.to].x;
    std::string path;
    if (band.closes_loop) {
      // Out to the right, round below both ends, in again from the left.
      const double below = layout_.height - 14 - 5 * static_cast<double>(loops_++ % 6);
      path = fmt::format(
          "M{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f} L{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} "
          "{:.1f} {:.1f} {:.1f}",
          x0, band.from_y, x0 + 40, band.from_y, x0 + 40, below, x0, below, x1, below, x1 - 40, below, x1 - 40,
          band.to_y, x1, band.to_y);
    } else {
      const double middle = 0.5 * (x0 + x1);
      path = fmt::format("M{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", x0, band.from_y, middle,
                         band.from_y, middle, band.to_y, x1, band.to_y);
    }
    put(R"(<path class="band {}{}" d="{}" stroke-width="{:.1f}"><title>{}</title></path>)", class_of(from.kind),
        band.closes_loop ? " loop" : "", path, band.width, title);
  }

  void draw_unshown(std::size_t k) {
    const PlacedLink& stub = layout_.unshown[k];
    if (stub.width <= 0) return;
    const double x = layout_.nodes[k].x;
    put(R"(<path class="band others" d="M{:.1f} {:.1f} H{:.1f}" stroke-width="{:.1f}"><title>{}</title></path>)",
        x - stub_length, stub.from_y, x, stub.width,
        escaped(fmt::format("others → {}: {} of the worth", chain_.nodes[k].name, percent(chain_.nodes[k].unshown))));
    if (stub.width < 9) return;
    put(R"(<text class="others" x="{:.1f}" y="{:.1f}">others</text>)", x - stub_length, stub.from_y + 4);
  }

  void draw_node(std::size_t k) {
    const ChainNode& node = chain_.nodes[k];
    const PlacedNode& place = layout_.nodes[k];
    std::string title =
        fmt::format("{} ({}): {} of the worth", node.name, kind_in_words(node.kind), percent(node.worth));
    if (!node.recipes.empty()) title += fmt::format("; made by: {}", fmt::join(node.recipes, ", "));
    put(R"(<g class="node {}"><title>{}</title><rect x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>)",
        class_of(node.kind), escaped(title), place.x, place.y, chain_bar_width, place.height);
    const double x = place.x + chain_bar_width + 5;
    const double y = place.y + 0.5 * place.height;
    put(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", x, y - 1, escaped(shortened(node.name, longest_label)));
    put(R"(<text class="amount" x="{:.1f}" y="{:.1f}">{} · {}</text></g>)", x, y + 12,
        escaped(amount(node.amount, node.unit)), percent(node.worth));
  }

  const SupplyChain& chain_;
  ChainLayout layout_;
  fmt::memory_buffer svg_;
  int loops_ = 0;
};

}  // namespace

std::string chain_picture(const SupplyChain& chain) {
  return Picture(chain).draw();
}

}  // namespace planwerk
