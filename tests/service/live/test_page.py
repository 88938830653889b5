"""The page in a real browser: submitting, watching, cancelling, the report, both languages, keyboard. Skipped without
playwright or Chromium."""

from __future__ import annotations

import pytest

from running_service import ROOT

playwright_api = pytest.importorskip("playwright.sync_api")
expect = playwright_api.expect


@pytest.fixture
def open_page(browser):
    """Opens the page of a service; at the end nothing may stand in the console, and nothing have gone elsewhere."""
    faults, contexts = [], []

    def open_(service, locale="en-GB", expected=(), **options):
        context = browser.new_context(locale=locale, ignore_https_errors=True, **options)
        contexts.append(context)
        page = context.new_page()

        def watch(one):
            one.on("pageerror", lambda error: faults.append(str(error)))
            one.on("console", lambda message: message.type in ("error", "warning")
                   and not any(text in message.text for text in expected) and faults.append(message.text))  # fmt: skip
            one.on("request", lambda request: request.url.startswith((service.page, "blob:", "data:"))
                   or faults.append(request.url))  # fmt: skip

        watch(page)
        context.on("page", watch)
        page.goto(service.page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def submit(page, job, name=""):
    page.get_by_label("File of the job").set_input_files(job)
    page.get_by_label("Name in the list").fill(name)
    page.get_by_role("button", name="Submit").click()


def row(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def test_from_file_to_report(service, open_page, valley, tmp_path):
    page = open_page(service)
    expect(page.get_by_text("There are no jobs here yet.")).to_be_visible()
    submit(page, valley, "Valley one")
    expect(row(page, "Valley one")).to_contain_text("finished", timeout=20_000)
    expect(row(page, "Valley one")).to_contain_text("as good as was asked for")
    expect(page.locator("#problems")).to_contain_text("coffee")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open the report of Valley one").click()
    report = opened.value
    expect(report.get_by_role("heading", level=1)).to_contain_text("upper valley", timeout=30_000)
    report.get_by_role("button", name="Deutsch").click()
    expect(report.locator("html")).to_have_attribute("lang", "de")
    assert report.evaluate("origin") == "null", "a report must not be of the page's origin"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the plan of Valley one").click()
    download.value.save_as(tmp_path / "plan.pbs")
    assert (tmp_path / "plan.pbs").stat().st_size > 1000


def test_progress_and_cancel(service, open_page, long_job):
    page = open_page(service)
    page.get_by_text("More settings").click()
    page.get_by_label("Tolerance").fill("1e-15")
    submit(page, long_job, "Long")
    expect(row(page, "Long")).to_contain_text("running", timeout=20_000)
    expect(row(page, "Long").get_by_role("progressbar")).to_be_visible()
    expect(row(page, "Long")).to_contain_text("solving", timeout=20_000)
    page.get_by_role("button", name="Cancel Long").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Leave it as it is")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row(page, "Long")).to_contain_text("running")
    page.get_by_role("button", name="Cancel Long").click()
    dialog.get_by_role("button", name="Stop it").click()
    expect(row(page, "Long")).to_contain_text("cancelled", timeout=30_000)
    page.get_by_role("button", name="Delete Long").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("status")).to_contain_text("was deleted")
    expect(page.get_by_role("rowheader", name="Long")).to_have_count(0)
    expect(page.get_by_role("heading", name="Jobs")).to_be_focused()


def test_that_there_is_no_plan_is_no_success(service, open_page):
    page = open_page(service, locale="de-DE")
    expect(page.get_by_text("keine Datei gewählt")).to_be_visible()
    page.get_by_label("Datei des Auftrags").set_input_files(ROOT / "proto/examples/impossible.textproto")
    expect(page.get_by_text("impossible.textproto")).to_be_visible()
    page.get_by_label("Name in der Liste").fill("Zu viel")
    page.get_by_role("button", name="Einreichen").click()
    expect(row(page, "Zu viel")).to_contain_text("fertig: es gibt keinen Plan", timeout=20_000)
    expect(row(page, "Zu viel")).to_contain_text("die harten Forderungen widersprechen sich")
    expect(row(page, "Zu viel")).not_to_contain_text("hard demands")
    expect(page.get_by_text("keine Datei gewählt")).to_be_visible()
    sign = row(page, "Zu viel").locator(".state").evaluate("e => getComputedStyle(e, '::before').content")
    assert sign == '"○"', "neither a tick nor a cross"
    page.get_by_role("button", name="English").click()
    expect(row(page, "Zu viel")).to_contain_text("finished: no plan exists")
    expect(row(page, "Zu viel")).to_contain_text("the hard demands contradict each other")


REASONS = ["the service was stopped", "gave way to a more urgent job", "cancelled; there is no plan so far",
           "its worker crashed (signal 11); tried once more", "in quarantine after 2 workers; the last hung",
           "the worker has too little memory for this job, which may have 512 MiB"]  # fmt: skip


def test_reasons_are_said_in_german(service, open_page):
    page = open_page(service, locale="de-DE")
    said = page.evaluate("""async reasons => {
        const { translated } = await import("/reasons.js");
        return [...reasons.map(reason => translated(reason, "de")), translated(reasons[0], "en"), translated("new", "de")];
    }""", REASONS)  # fmt: skip
    assert said[:3] == ["der Dienst wurde angehalten", "machte einem dringenderen Auftrag Platz",
                        "abgebrochen; bis dahin gibt es keinen Plan"]  # fmt: skip
    assert "noch ein Versuch" in said[3] and "2 Rechnungen" in said[4] and "512 MiB" in said[5]
    assert said[6:] == [REASONS[0], None]


@pytest.mark.parametrize("width", [320, 390, 780])
def test_nothing_is_cut_on_a_narrow_screen(service, open_page, valley, width):
    page = open_page(service, viewport={"width": width, "height": 800})
    submit(page, valley, "A valley with a name that is longer than the screen of a telephone is wide")
    expect(page.get_by_role("row").filter(has_text="longer than")).to_contain_text("finished", timeout=20_000)
    cut = page.evaluate("""() => [...document.querySelectorAll("body *")].filter(e => e.offsetParent
            && !e.closest("thead") && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))""")
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("table").get_by_role("columnheader", name="Actions")).to_have_count(1)
    expect(page.get_by_role("button", name="Open the report of")).to_be_visible()


def test_faults_of_a_job_are_listed(service, open_page, valley, tmp_path):
    page = open_page(service, expected=("400",))
    broken = tmp_path / "broken.textproto"
    broken.write_text(valley.read_text().replace("recipes {", "recepies {", 1))
    submit(page, broken)
    expect(page.get_by_role("alert").filter(has_text="recepies")).to_be_visible()
    expect(page.get_by_text("There are no jobs here yet.")).to_be_visible()
    page.get_by_label("File of the job").set_input_files([])
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Choose the file of a job first.")).to_be_visible()
    expect(page.get_by_label("File of the job")).to_be_focused()


def test_both_languages_say_everything(service, open_page):
    page = open_page(service, locale="de-DE")
    expect(page.get_by_role("heading", name="Aufträge")).to_be_visible()
    same = page.evaluate("""async () => {
        const { texts } = await import("/texts.js");
        const shape = value => value && typeof value === "object"
            ? Object.entries(value).map(([key, inner]) => [key, shape(inner)]).sort() : typeof value;
        return JSON.stringify(shape(texts.en)) === JSON.stringify(shape(texts.de)) && Object.keys(texts.en).length;
    }""")
    assert same > 50
    assert page.evaluate("[...document.querySelectorAll('[data-text]')].filter(e => !e.textContent).length") == 0
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="New job")).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_names_of_others_are_never_markup(service, open_page, valley):
    page = open_page(service)
    submit(page, valley, "<img src=x onerror=alert(1)>")
    expect(page.get_by_role("rowheader", name="<img src=x onerror=alert(1)>")).to_be_visible(timeout=20_000)


def test_by_keyboard_alone(service, open_page, valley):
    page = open_page(service)
    page.get_by_label("File of the job").set_input_files(valley)
    page.get_by_label("Name in the list").focus()
    page.keyboard.type("Typed")
    page.keyboard.press("Enter")
    expect(row(page, "Typed")).to_contain_text("finished", timeout=20_000)
    button = page.get_by_role("button", name="Delete Typed")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="Typed")).to_have_count(0)


def test_a_service_that_is_away_for_a_moment(service, open_page, valley):
    page = open_page(service, expected=("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET"))
    submit(page, valley, "Before")
    expect(row(page, "Before")).to_contain_text("finished", timeout=20_000)
    service.kill()
    expect(page.get_by_role("status")).to_contain_text("does not answer", timeout=20_000)
    service.start()
    expect(page.get_by_role("status")).to_contain_text("answers again", timeout=20_000)
    expect(row(page, "Before")).to_contain_text("finished")


def test_signing_in(make_service, program, open_page, tmp_path):
    import subprocess

    folder = tmp_path / "service0"
    subprocess.run([program, "users", "ada", "--folder", folder, "-q"], check=True)
    token = subprocess.run([program, "tokens", "ada", "--issue", "laptop", "--folder", folder], check=True,
                           capture_output=True, text=True).stdout.split()[-1]  # fmt: skip
    page = open_page(make_service(accounts=True), expected=("401",))
    expect(page.get_by_label("Token")).to_be_visible()
    page.get_by_label("Token").fill("planwerk_wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").filter(has_text="does not know this token")).to_be_visible()
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Signed in as ada")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Signed in as ada")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Token")).to_be_focused()
    assert page.evaluate("sessionStorage.length") == 0 and page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_both_colour_schemes(service, open_page, valley, scheme):
    """Contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3) of every text that is shown."""
    page = open_page(service, color_scheme=scheme)
    submit(page, valley, "Valley")
    expect(row(page, "Valley")).to_contain_text("finished", timeout=20_000)
    faint = page.evaluate("""() => {
        const rgb = text => text.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
        const behind = e => { for (; e; e = e.parentElement) {
            const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
        return [...document.querySelectorAll("body *")].filter(e => e.offsetParent && !e.disabled
                && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => {
            const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
            return [(a + 0.05) / (b + 0.05), e.textContent.trim().slice(0, 30)]; }).filter(([ratio]) => ratio < 4.5);
    }""")
    assert faint == []
