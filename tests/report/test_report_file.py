"""Reports as files: well formed, self-contained, as much in both languages, and how they were made."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "proto/examples"


@pytest.fixture(scope="session")
def text(folder) -> str:
    return (folder / "report.html").read_text()


class Elements(HTMLParser):
    """Checks that tags close in the order in which they opened, and counts them."""

    VOID = {"meta", "link", "br", "input", "img", "hr"}

    def __init__(self):
        super().__init__()
        self.open, self.count, self.ids, self.addresses = [], {}, [], []

    def handle_starttag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1
        named = dict(attributes)
        if "id" in named:
            self.ids.append((named["id"], "template" in self.open))
        self.addresses += [value for name, value in attributes if name in ("src", "href") and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]} at {self.getpos()}"
        self.open.pop()


def test_the_page_is_well_formed_and_needs_no_network(text):
    elements = Elements()
    elements.feed(text)
    assert elements.open == []
    assert len(elements.ids) == len(set(elements.ids))
    assert elements.count["svg"] > 10 and elements.count["table"] > 20
    assert all(address.startswith("#") or address == "data:," for address in elements.addresses)
    assert not re.search(r"@import|url\(", text)
    for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        assert re.match(r"<svg [^>]*role=\"img\"[^>]*>\s*<title>[^<]+</title><desc>[^<]+</desc>", svg)


def test_both_languages_say_as_much(text):
    english, german = re.findall(r'<main lang="\w\w".*?</main>', text, re.DOTALL)
    for part in ("<h2 ", "<table ", "<svg ", "<tr>", "<p>"):
        assert english.count(part) == german.count(part)
    assert "What stands in the way" in english and "Was im Weg steht" in german
    assert "Was im Weg steht" not in english and "What stands in the way" not in german


def test_pictures_are_files_of_their_own(folder):
    pictures = sorted((folder / "svg").glob("*.svg"))
    assert {"coverage", "work", "scarcity", "products", "coverage-differences"} <= {p.stem for p in pictures}
    for picture in pictures:
        root = ElementTree.parse(picture).getroot()
        assert root.tag.endswith("svg") and float(root.get("width")) > 0
        assert "var(--" in picture.read_text() and "--ink: #" in picture.read_text()


def test_the_page_says_how_it_was_made(text, folder):
    plan = json.loads((folder / "plan.json").read_text())
    digest = plan.get("jobSha256") or plan.get("job_sha256")
    assert digest in text
    assert f"planwerk report {folder}/plan.json --job {EXAMPLES / 'valley.textproto'}" in text


def test_ten_thousand_goods_fit_into_a_page(large):
    assert large.stat().st_size < 5e6
    assert "more products, not listed" in large.read_text()


def test_contradictions_come_with_ways_out(planwerk, tmp_path):
    job = EXAMPLES / "impossible.textproto"
    planwerk("plan", job, "-o", tmp_path / "plan.json", "--device", "cpu", "-q", check=False)
    planwerk("report", tmp_path / "plan.json", "--job", job, "-o", tmp_path / "report.html", "-q")
    page = (tmp_path / "report.html").read_text()
    assert "without any one of them the others can" in page
    ways = page[page.index('id="ways-out"') : page.index('id="decisions"')]
    assert "instead of" in ways and "<table" in ways
