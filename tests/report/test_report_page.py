"""Reports in a real browser: no network, no errors, search, sort, the other language, tables to take away, pictures.

A script at the end of the page does what a reader would and leaves what it saw in an attribute of the page, which
Chromium prints with the document. Skipped where there is no Chromium.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("PLANWERK_BIN", ROOT / "build/release/bin/planwerk"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
JOB = ROOT / "proto/examples/valley.textproto"

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium installed")
if not PROGRAM.exists():
    pytest.skip(f"{PROGRAM} is not built", allow_module_level=True)


def planwerk(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    planwerk("plan", JOB, "-o", folder / "plan.json", "--device", "cpu", "-q")
    more = JOB.read_text().replace('unit: "m3" amount: 7200', 'unit: "m3" amount: 8000')
    assert more != JOB.read_text()
    (folder / "more.textproto").write_text(more)
    planwerk("plan", folder / "more.textproto", "-o", folder / "more.json", "--device", "cpu", "-q")
    planwerk("report", folder / "plan.json", "--job", JOB, "-o", folder / "report.html", "--svg", folder / "svg",
             "--compare", folder / "more.json", "--compare-job", folder / "more.textproto", "--labour", "-q")
    return folder


@pytest.fixture(scope="module")
def page(folder):
    return (folder / "report.html").read_text()


def seen(folder, page, actions):
    """What `actions`, JavaScript that fills `saw`, sees in the browser; errors of the page stand in saw["errors"]."""
    watch = "<script>const saw = {errors: []}; addEventListener('error', e => saw.errors.push(e.message));</script>"
    tell = f"""<script>(async () => {{ try {{ {actions} }} catch (e) {{ saw.errors.push(String(e)); }}
document.documentElement.dataset.saw = JSON.stringify(saw); }})();</script>"""
    copy = folder / "watched.html"
    copy.write_text(page.replace("<head>", "<head>" + watch, 1).replace("</body>", tell + "</body>"))
    shown = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
         "--virtual-time-budget=5000", "--dump-dom", copy.as_uri()], check=True, capture_output=True, text=True,
        timeout=120).stdout
    attribute = re.search(r'data-saw="([^"]*)"', shown)
    assert attribute, "the script did not come to its end"
    return json.loads(attribute.group(1).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


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


def test_the_page_is_well_formed_and_needs_no_network(page):
    elements = Elements()
    elements.feed(page)
    assert elements.open == []
    assert len(elements.ids) == len(set(elements.ids))
    assert elements.count["svg"] > 10 and elements.count["table"] > 20
    assert all(address.startswith("#") or address == "data:," for address in elements.addresses)
    assert not re.search(r"@import|url\(", page)
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert re.match(r"<svg [^>]*role=\"img\"[^>]*>\s*<title>[^<]+</title><desc>[^<]+</desc>", svg)


def test_both_languages_say_as_much(page):
    english, german = re.findall(r'<main lang="\w\w".*?</main>', page, re.DOTALL)
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


def test_the_page_says_how_it_was_made(page, folder):
    job_hash = json.loads((folder / "plan.json").read_text())
    digest = job_hash.get("jobSha256") or job_hash.get("job_sha256")
    assert digest in page
    assert f"planwerk report {folder}/plan.json --job {JOB}" in page


@needs_browser
def test_opens_without_errors_and_quickly(folder, page):
    start = time.monotonic()
    saw = seen(folder, page, "saw.svgs = document.querySelectorAll('main svg.chain').length;"
                             "saw.load = performance.now();")
    assert saw["errors"] == []
    assert saw["svgs"] >= 5
    assert saw["load"] < 2000
    assert time.monotonic() - start < 60


@needs_browser
def test_search_hides_what_does_not_match(folder, page):
    saw = seen(folder, page, """
const table = document.querySelector('table[data-name=needs]');
const input = table.closest('.wide').previousElementSibling.querySelector('input');
input.value = 'CARE'; input.dispatchEvent(new Event('input'));
saw.names = [...table.tBodies[0].rows].filter(r => !r.hidden).map(r => r.cells[1].textContent);
input.value = ''; input.dispatchEvent(new Event('input'));
saw.all = [...table.tBodies[0].rows].filter(r => !r.hidden).length;""")
    assert saw["errors"] == []
    assert saw["all"] == 33
    assert 2 <= len(saw["names"]) < 33 and any("Care at home" in name for name in saw["names"])


@needs_browser
def test_sorting_goes_by_values_both_ways(folder, page):
    saw = seen(folder, page, """
const table = document.querySelector('table[data-name=needs]'), head = table.tHead.rows[0].cells[2];
const people = () => [...table.tBodies[0].rows].map(r => Number(r.cells[2].dataset.value));
head.querySelector('button').click(); saw.up = people(); saw.mark = head.getAttribute('aria-sort');
head.querySelector('button').click(); saw.down = people();""")
    assert saw["errors"] == []
    assert saw["up"] == sorted(saw["up"]) and saw["mark"] == "ascending"
    assert saw["down"] == sorted(saw["up"], reverse=True)


@needs_browser
def test_the_language_switches_there_and_back(folder, page):
    saw = seen(folder, page, """
const heading = () => [document.documentElement.lang, document.querySelector('#needs').textContent,
                       document.querySelectorAll('main').length];
saw.before = heading();
document.querySelector('button.language').click(); saw.german = heading();
saw.figure = document.querySelector('table[data-name=needs] tbody').rows[1].cells[0].textContent.trim();
document.querySelector('button.language').click(); saw.after = heading();""")
    assert saw["errors"] == []
    assert saw["before"] == saw["after"] == ["en", "Needs", 1]
    assert saw["german"] == ["de", "Bedürfnisse", 1]
    assert saw["figure"] == "62,9 %"


@needs_browser
def test_tables_can_be_taken_away(folder, page):
    saw = seen(folder, page, """
let taken = null;
URL.createObjectURL = blob => { taken = blob; return 'blob:none'; };
HTMLAnchorElement.prototype.click = function () { saw.name = this.download; };
document.querySelector('table[data-name=needs]').closest('.wide').previousElementSibling.querySelector('button').click();
saw.csv = await taken.text();""")
    assert saw["errors"] == []
    assert saw["name"] == "needs.csv"
    rows = list(csv.DictReader(io.StringIO(saw["csv"].lstrip("\ufeff"))))
    assert len(rows) == 33
    plan = json.loads((folder / "plan.json").read_text())
    homes = next(row for row in rows if row["Need"].startswith("Dry homes"))
    assert homes["Delivered: unit"] == "m2"
    told = next(need for need in plan["needs"] if need["need"] == "new_homes")
    assert float(homes["Covered"]) == pytest.approx(told["coverage"], rel=1e-9)


@needs_browser
def test_without_scripts_everything_is_there(folder, page):
    still = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    saw = seen(folder, still, """saw.rows = document.querySelector('table[data-name=needs]').tBodies[0].rows.length;
saw.buttons = [...document.querySelectorAll('main button')].filter(b => b.offsetParent).length;""")
    assert saw["errors"] == []
    assert saw["rows"] == 33 and saw["buttons"] == 0


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A plan of 10,000 goods."""
    folder = tmp_path_factory.mktemp("large")
    planwerk("generate", "--goods", "10000", "--seed", "1", "-o", folder / "job.pb", "-q")
    planwerk("plan", folder / "job.pb", "-o", folder / "plan.pb", "--device", "cpu", "--tolerance", "1e-3", "-q")
    planwerk("report", folder / "plan.pb", "--job", folder / "job.pb", "-o", folder / "report.html", "-q")
    return folder


def test_ten_thousand_goods_fit_into_a_page(large):
    page = (large / "report.html").read_text()
    assert len(page.encode()) < 5e6
    assert "more products, not listed" in page


@needs_browser
def test_ten_thousand_goods_open_in_two_seconds(large):
    saw = seen(large, (large / "report.html").read_text(), "saw.load = performance.now();")
    assert saw["errors"] == []
    assert saw["load"] < 2000


def test_contradictions_come_with_ways_out(tmp_path):
    job = ROOT / "proto/examples/impossible.textproto"
    subprocess.run([PROGRAM, "plan", job, "-o", tmp_path / "plan.json", "--device", "cpu", "-q"], check=False)
    planwerk("report", tmp_path / "plan.json", "--job", job, "-o", tmp_path / "report.html", "-q")
    page = (tmp_path / "report.html").read_text()
    assert "without any one of them the others can" in page
    ways = page[page.index('id="ways-out"'):page.index('id="decisions"')]
    assert "instead of" in ways and "<table" in ways
