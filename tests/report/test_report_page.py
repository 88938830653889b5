"""Reports in a real browser, used as a reader would: with the mouse, with the keyboard alone, on paper, on a phone, in the
dark, without scripts. Every page is watched: an error, a word on the console or a request to the network fails its test.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

NEEDS = "table[data-name=needs]"


@pytest.fixture
def page(open_page, folder):
    return open_page(folder / "report.html")


def shown(page, table: str = NEEDS, column: int = 1) -> list[str]:
    return page.locator(f"{table} tbody tr:visible td:nth-child({column})").all_inner_texts()


def values(page, column: int, table: str = NEEDS) -> list[float]:
    """What the cells of a column stand for."""
    return page.eval_on_selector_all(
        f"main {table} tbody tr td:nth-child({column})", "cells => cells.map(cell => Number(cell.dataset.value))"
    )


def test_opens_at_once_and_alone(page):
    """In less than two seconds, without asking the network (which open_page watches)."""
    assert page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 2000
    assert page.title() == "The upper valley, one year"
    assert page.locator("main h2").first.is_visible()


def test_ten_thousand_goods_open_in_two_seconds(open_page, large):
    page = open_page(large)
    assert page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 2000
    assert page.locator("main svg").first.is_visible()
    page.get_by_role("button", name="Deutsch").click()
    assert page.locator("main").get_attribute("lang") == "de"


def test_search_hides_what_does_not_match(page):
    box = page.locator(f".tools:has(+ .wide {NEEDS})").get_by_role("searchbox")
    box.press_sequentially("CARE")
    found = shown(page, column=2)
    assert 2 <= len(found) < 33 and any("Care at home" in name for name in found)
    assert page.get_by_role("status").filter(has_text="rows shown").inner_text() == f"{len(found)} rows shown"
    box.fill("")
    assert len(shown(page)) == 33


def test_sorting_goes_by_values_both_ways(page):
    people = page.locator(NEEDS).get_by_role("columnheader", name="People")
    people.get_by_role("button").click()
    up = values(page, 3)
    assert up == sorted(up) and people.get_attribute("aria-sort") == "ascending"
    people.get_by_role("button").click()
    assert values(page, 3) == sorted(up, reverse=True) and people.get_attribute("aria-sort") == "descending"


def test_worst_needs_come_first(page):
    covered = values(page, 1)
    assert covered == sorted(covered) and covered[0] == 0


def test_keyboard_alone_reaches_everything(page):
    """Tab goes through links, buttons, search fields and what can be opened, each visibly; Enter and the arrows use them."""
    controls = "main :is(a, button, input, summary)"
    reachable = page.eval_on_selector_all(controls, "all => all.filter(each => each.checkVisibility()).length")
    page.evaluate("window.reached = new Set()")
    for _ in range(2 * reachable):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { reached.add(document.activeElement); return getComputedStyle(document.activeElement).outlineStyle; }"
        )
        if page.evaluate("document.activeElement === document.body"):
            break
        assert outline != "none"
    assert page.evaluate(f"[...reached].filter(each => each.matches('{controls}')).length") == reachable
    page.locator(NEEDS).get_by_role("columnheader", name="People").get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert values(page, 3) == sorted(values(page, 3))
    page.get_by_role("button", name="Deutsch").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "English"


def test_every_control_and_picture_has_a_name(page):
    """What a screen reader says of them."""
    for kind, name in {
        "button, a, summary": "each.getAttribute('aria-label') || each.textContent",
        "input": "each.getAttribute('aria-label')",
        "svg": "each.getAttribute('role') === 'img' && each.querySelector(':scope > title')?.textContent",
        "table": "each.getAttribute('aria-label') || each.caption?.textContent",
    }.items():
        named = page.eval_on_selector_all(f"main :is({kind})", f"all => all.map(each => ({name} || '').trim())")
        assert named and all(named), f"{kind}: {named.count('')} of {len(named)} without a name"


def test_why_a_need_is_short(page):
    """A short need opens and says what stands in the way, who would get less, and what more work would do."""
    homes = page.locator("details", has=page.locator("summary", has_text="Dry homes with enough rooms")).first
    homes.locator("summary").first.focus()
    page.keyboard.press("Enter")
    said = homes.inner_text()
    assert "Sawmill" in said and "Who would get less" in said and "Would more work cover it fully?" in said
    assert homes.get_by_role("table").first.is_visible()


def test_chain_pictures_have_their_tables(page):
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    chains = page.locator("main svg.chain")
    assert chains.count() >= 5
    box = chains.first.bounding_box()
    assert 300 < box["width"] <= 1280 and box["height"] > 60
    # Each is described, and a table beside it says the same.
    for chain in chains.all():
        assert chain.locator("title").first.text_content() and chain.locator("desc").first.text_content()
        assert chain.locator("xpath=ancestor::details[1]").get_by_role("table").count() >= 1


def test_every_picture_says_what_it_shows(page):
    """Above it, for all to see, as it does for those who listen."""
    figures = page.locator("main figure:has(svg.picture)")
    assert figures.count() > 5
    for figure in figures.all():
        caption = figure.locator("figcaption")
        assert caption.text_content() == figure.locator("svg > title").text_content()
        assert caption.is_visible() == figure.is_visible()


def test_small_shares_are_told_as_small(page):
    """Neither as nothing nor as a thousandth."""
    column = 8
    shares = values(page, column, "table[data-name=products]")
    words = shown(page, "table[data-name=products]", column)
    assert len(shares) == len(words) and any(0 < share < 5e-4 for share in shares) and 0 in shares
    for share, word in zip(shares, words):
        assert word.strip() == ("< 0.1 %" if 0 < share < 5e-4 else f"{100 * share:.1f} %")


def test_what_is_cut_off_shows_a_shade(open_page, folder):
    """On a phone tables and pictures go on beyond the edge; a shade at the edge says so."""
    page = open_page(folder / "report.html", viewport={"width": 390, "height": 844})
    cut = page.locator("main .wide").evaluate_all(
        "all => all.filter(each => each.scrollWidth > each.clientWidth && each.checkVisibility())"
        ".map(each => getComputedStyle(each).backgroundImage.includes('gradient'))"
    )
    assert len(cut) > 10 and all(cut)


def test_loops_are_drawn_as_loops(open_page, large):
    """Dashed, and back to where they came from: they end left of their start."""
    page = open_page(large)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    loops = page.locator("main svg.chain .band.loop")
    assert loops.count() > 0 and loops.first.evaluate("each => getComputedStyle(each).strokeDasharray") != "none"
    ends = loops.evaluate_all(
        "all => all.map(each => [0, each.getTotalLength()].map(at => each.getPointAtLength(at).x))"
    )
    assert all(end < start for start, end in ends)


def test_the_language_switches_there_and_back(page):
    def heading():
        return page.locator("html").get_attribute("lang"), page.locator("#needs").inner_text(), page.title()

    before = heading()
    page.get_by_role("button", name="Deutsch").click()
    assert heading()[:2] == ("de", "Bedürfnisse")
    assert "62,9 %" in shown(page)[1]
    page.get_by_role("button", name="English").click()
    assert heading() == before and before[:2] == ("en", "Needs")


def test_tables_can_be_taken_away(page, folder):
    with page.expect_download() as started:
        page.locator(f".tools:has(+ .wide {NEEDS})").get_by_role("button", name="CSV").click()
    assert started.value.suggested_filename == "needs.csv"
    rows = list(csv.DictReader(Path(started.value.path()).open(encoding="utf-8-sig", newline="")))
    assert len(rows) == 33
    plan = json.loads((folder / "plan.json").read_text())
    homes = next(row for row in rows if row["Need"].startswith("Dry homes"))
    assert homes["Delivered: unit"] == "m2"
    told = next(need for need in plan["needs"] if need["need"] == "new_homes")
    assert float(homes["Covered"]) == pytest.approx(told["coverage"], rel=1e-9)


def test_comparison_begins_the_page(page):
    """What another plan would change comes first: what its job grants, who gets more, by how much."""
    assert page.locator("main h2").first.inner_text() == "Beside another plan"
    assert page.get_by_text("What differs in the job of more.json: Sawmill: 8,000 m3 instead of 7,200 m3.").is_visible()
    assert page.locator("main h2 ~ figure svg").first.is_visible()


def test_one_answer_for_each_need(page):
    """What stands in the way of a need is the same in the table of needs, in its answer, and with its chain."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    short = {
        name.split(" ·")[0].strip(): obstacles
        for name, obstacles in zip(shown(page, column=2), shown(page, column=6)) if obstacles
    }
    assert len(short) == 9
    chains = page.locator("#chains ~ details")
    said = 0
    for name, obstacles in short.items():
        chain = chains.filter(has=page.locator("summary", has_text=name)).filter(has=page.locator("svg.chain"))
        if chain.count():
            assert f"What stands in the way of one more unit: {obstacles}." in chain.first.inner_text()
            said += 1
    assert said == 8  # nothing is delivered of coffee
    homes = page.locator("#reasons ~ details", has=page.locator("summary", has_text="Dry homes")).first
    first = homes.locator("table[data-name=bottlenecks] tbody tr").first.inner_text().split("\t")
    assert short["Dry homes with enough rooms"] == f"{first[0]} ({round(float(first[1].rstrip(' %')))} %)"


@pytest.mark.parametrize("name", ["products", "groups"])
def test_percentages_of_areas_stand_in_the_table(page, name):
    """And the title says of what they are shares."""
    heads = page.locator(f"table[data-name={name}] thead th").all_inner_texts()
    column = 1 + [head.strip() for head in heads].index("Share of the worth of all products")
    shares = values(page, column, f"table[data-name={name}]")
    assert sum(shares) == pytest.approx(1, abs=1e-9)
    picture = page.locator("svg.treemap", has_text="").nth({"groups": 0, "products": 1}[name])
    assert "in per cent of the worth of all products together" in picture.locator("> title").text_content()
    tiles = picture.locator("g > title").all_text_contents()
    assert tiles[0] == f"{shown(page, f'table[data-name={name}]')[0]}: {100 * shares[0]:.1f} %"


LUMINANCE = """element => {
  const light = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const of = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
                      return 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b); };
  let back = element;
  const clear = e => /rgba\\(.*, 0\\)/.test(getComputedStyle(e).backgroundColor);
  while (clear(back) && back.parentElement) back = back.parentElement;
  return [of(getComputedStyle(element).color), of(getComputedStyle(back).backgroundColor)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_by_day_and_night(open_page, folder, scheme):
    """WCAG 2.2, 1.4.3: a contrast of 4.5 at least."""
    page = open_page(folder / "report.html", color_scheme=scheme)
    paper = page.locator("body").evaluate(LUMINANCE)
    assert (paper[1] > 0.5) == (scheme == "light")
    for kind in ("h1", "p", "p.soft", "nav a", "th button", "td", ".verdict b", ".facts div", "summary", ".tools button"):
        for element in page.locator(f"main {kind}").all()[:3]:
            text, ground = element.evaluate(LUMINANCE)
            contrast = (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
            assert contrast >= 4.5, f"{kind} in the {scheme}: {contrast:.2f}"


def test_on_a_phone_the_page_keeps_its_width(open_page, folder):
    """Wide tables scroll within themselves."""
    page = open_page(folder / "report.html", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_paper_there_are_no_buttons(open_page, folder):
    page = open_page(folder / "report.html", color_scheme="dark")
    assert len(page.pdf(format="A4")) > 50_000
    page.emulate_media(media="print")
    assert page.locator(":is(.tools, .language, nav):visible").count() == 0
    assert page.locator(NEEDS).is_visible() and page.locator("main svg.picture").first.is_visible()
    text, _ = page.locator("h1").evaluate(LUMINANCE)
    assert text < 0.2  # dark ink, whatever the screen's colours


def test_without_scripts_everything_is_there(open_page, folder):
    page = open_page(folder / "report.html", java_script_enabled=False)
    assert page.locator(f"main {NEEDS} tbody tr").count() == 33
    assert page.locator("main button:visible").count() == 0
    assert page.locator("main svg.picture").first.is_visible()
    page.locator("details summary").nth(1).click()
    assert page.locator("details[open]").count() >= 2
