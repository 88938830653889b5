#include "host/plan/report/chain_picture.hpp"

#include "host/plan/report/chain_layout.hpp"
#include "host/plan/report/html.hpp"

namespace planwerk {
namespace {

using Kind = PricedThing::Kind;

constexpr std::size_t longest_label = 26;
constexpr double stub_length = 34;
constexpr double narrowest_labelled_stub = 9;

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

class ChainDrawing {
 public:
  ChainDrawing(const SupplyChain& chain, const Language& language)
      : chain_(chain), language_(language), layout_(lay_out(chain)) {}

  std::string title() const { return language_.say(Phrase::chain_title, chain_.nodes.front().name); }

  std::string draw() {
    open_svg(svg_, "chain", layout_.width, layout_.height, title(), description());
    for (std::size_t k = 0; k < chain_.links.size(); ++k) draw_link(k);
    for (std::size_t k = 0; k < chain_.nodes.size(); ++k) draw_unshown(k);
    for (std::size_t k = 0; k < chain_.nodes.size(); ++k) draw_node(k);
    svg_.put("</svg>");
    return svg_.str();
  }

 private:
  std::string name_of(std::size_t node) const { return name_in_words(chain_.nodes[node], language_); }

  // For those who cannot see the picture: the largest contributions in words.
  std::string description() const {
    std::string list;
    for (std::size_t k = 1; k < chain_.nodes.size() && k < 9; ++k) {
      list += fmt::format("{}{} {}", k > 1 ? "; " : "", name_of(k), language_.percent(chain_.nodes[k].worth));
    }
    return language_.say(Phrase::chain_description, list);
  }

  void draw_link(std::size_t k) {
    const SupplyLink& link = chain_.links[k];
    const PlacedLink& band = layout_.links[k];
    const std::string title =
        language_.say(Phrase::chain_band, name_of(link.from), name_of(link.to), language_.percent(link.worth));
    const double x0 = layout_.nodes[link.from].x + chain_bar_width;
    const double x1 = layout_.nodes[link.to].x;
    svg_.put(R"(<path class="band {}{}" d="{}" stroke-width="{:.1f}"><title>{}</title></path>)",
             class_of(chain_.nodes[link.from].kind), band.closes_loop ? " loop" : "",
             band.closes_loop ? loop(band, x0, x1) : curve(band, x0, x1), band.width, escaped(title));
  }

  static std::string curve(const PlacedLink& band, double x0, double x1) {
    const double middle = 0.5 * (x0 + x1);
    return fmt::format("M{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", x0, band.from_y, middle,
                       band.from_y, middle, band.to_y, x1, band.to_y);
  }

  // Out to the right, round below both ends, in again from the left.
  std::string loop(const PlacedLink& band, double x0, double x1) {
    const double below = layout_.height - 14 - 5 * static_cast<double>(loops_++ % 6);
    return fmt::format(
        "M{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f} L{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} "
        "{:.1f}",
        x0, band.from_y, x0 + 40, band.from_y, x0 + 40, below, x0, below, x1, below, x1 - 40, below, x1 - 40, band.to_y,
        x1, band.to_y);
  }

  void draw_unshown(std::size_t k) {
    const PlacedLink& stub = layout_.unshown[k];
    if (stub.width <= 0) return;
    const double x = layout_.nodes[k].x;
    const std::string share = language_.percent(chain_.nodes[k].unshown);
    svg_.put(R"(<path class="band others" d="M{:.1f} {:.1f} H{:.1f}" stroke-width="{:.1f}"><title>{}</title></path>)",
             x - stub_length, stub.from_y, x, stub.width,
             escaped(language_.say(Phrase::chain_band, language_[Phrase::others], chain_.nodes[k].name, share)));
    if (stub.width < narrowest_labelled_stub) return;
    svg_.put(R"(<text class="others" text-anchor="end" x="{:.1f}" y="{:.1f}">{} {}</text>)", x - 4, stub.from_y + 4,
             escaped(language_[Phrase::others]), share);
  }

  void draw_node(std::size_t k) {
    const ChainNode& node = chain_.nodes[k];
    const PlacedNode& place = layout_.nodes[k];
    std::string title = language_.say(Phrase::chain_node, name_of(k), language_[kind_in_words(node.kind)],
                                      language_.percent(node.worth));
    if (!node.recipes.empty()) {
      title += language_.say(Phrase::chain_made_by, shortened(fmt::format("{}", fmt::join(node.recipes, ", ")), 200));
    }
    svg_.put(R"(<g class="node {}"><title>{}</title><rect x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>)",
             class_of(node.kind), escaped(title), place.x, place.y, chain_bar_width, place.height);
    const double x = place.x + chain_bar_width + 5;
    const double y = place.y + 0.5 * place.height;
    svg_.put(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", x, y - 1, escaped(shortened(name_of(k), longest_label)));
    svg_.put(R"(<text class="amount" x="{:.1f}" y="{:.1f}">{} · {}</text></g>)", x, y + 12,
             escaped(language_.amount(node.amount, node.unit)), language_.percent(node.worth));
  }

  const SupplyChain& chain_;
  const Language& language_;
  ChainLayout layout_;
  Markup svg_;
  int loops_ = 0;
};

}  // namespace

Phrase kind_in_words(PricedThing::Kind kind) {
  switch (kind) {
    case Kind::need:
      return Phrase::kind_need;
    case Kind::product:
      return Phrase::kind_product;
    case Kind::labour:
      return Phrase::kind_labour;
    case Kind::stock:
      return Phrase::kind_stock;
    case Kind::capacity:
      return Phrase::kind_capacity;
    case Kind::limit:
      return Phrase::kind_limit;
  }
  return Phrase::unknown;
}

std::string name_in_words(const ChainNode& node, const Language& language) {
  return node.kind == Kind::stock ? language.say(Phrase::in_store, node.name) : node.name;
}

Picture chain_picture(const SupplyChain& chain, const Language& language) {
  ChainDrawing drawing(chain, language);
  return {"chain-" + chain.nodes.front().id.substr(chain.nodes.front().id.find(':') + 1), drawing.title(),
          drawing.draw()};
}

}  // namespace planwerk
