"""An editor's day: paste, picture, preview, sign-off, review, schedule, publish, correct, newsletter; with script at a
desk, and without script on a phone."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from ion.base.extensions import db
from ion.core import site_settings
from ion.core.site_settings import OFFICES
from ion.core.unit_of_work import unit_of_work
from tests.e2e.conftest import Network, Tab, expect
from tests.e2e.test_editor import PASTE
from tests.e2e.test_pages import AXE, TAGS

pytestmark = pytest.mark.browser
EDITOR, ADMIN = "editor@ion.example", "admin@ion.example"
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
FROM_WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><!--StartFragment-->"
    "<h2 class=MsoNormal>What we did<o:p></o:p></h2>"
    "<p class=MsoNormal>We asked <b>five</b> employers.<o:p></o:p></p><!--EndFragment--></body></html>"
)
TEXT = "## What we did\n\nWe asked **five** employers."


@pytest.fixture
def sign_offs(network: Network) -> Iterator[None]:
    """Posts need one sign-off while the test runs."""

    def decide(offices: list[str]) -> None:
        with network.app.app_context():
            with unit_of_work():
                site_settings.change(OFFICES + "post", offices)
            db.session.remove()

    decide(["Section 508"])
    yield
    decide([])


def a_picture() -> dict[str, Any]:
    made = io.BytesIO()
    Image.new("RGB", (640, 360), "navy").save(made, "PNG")
    return {"name": "wall.png", "mimeType": "image/png", "buffer": made.getvalue()}


def axe(page: Any) -> list[Any]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    return [(each["id"], node["target"]) for each in told["violations"] for node in each["nodes"]]


def begin(page: Any, title: str) -> None:
    page.get_by_role("link", name="New post", exact=True).first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def write(page: Any, with_script: bool) -> None:
    """The text with a picture, a summary and a topic."""
    page.get_by_label("Picture", exact=True).set_input_files(a_picture())
    page.get_by_label("Alternative text").fill("A wall with two numbers on it")
    page.get_by_role("button", name="Add the picture").click()
    line = page.locator("code", has_text="/files/").first
    expect(line).to_be_visible()
    field = page.locator("textarea[name=markdown]")
    if with_script:
        field.evaluate(PASTE, FROM_WORD)
        expect(field).to_have_value(re.compile(r"## What we did\s+We asked \*\*five\*\* employers\."))
        page.get_by_role("button", name="Put into the text").click()
        expect(field).to_have_value(re.compile(r"!\[A wall with two numbers on it\]\(/files/"))
    else:
        field.fill(f"{TEXT}\n\n{line.inner_text()}")
    page.get_by_label("Summary").fill("Five calls, and what they changed.")
    page.get_by_label("Employer engagement", exact=True).check()


def look(page: Any) -> None:
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_role("heading", name="What we did")).to_be_visible()
    picture = page.get_by_alt_text("A wall with two numbers on it")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


def choose_time(page: Any, with_script: bool) -> None:
    form = page.locator("#schedule-form")
    form.get_by_label("Date").fill("2030-11-26")
    form.get_by_label("Time", exact=True).fill("09:00")
    if not with_script:
        form.get_by_role("button", name="Choose this time").click()
    page.get_by_role("button", name="Schedule for Tue., Nov. 26, 2030, 9:00 a.m. ET").click()
    expect(page.locator("main")).to_contain_text("Scheduled for Tue., Nov. 26, 2030, 9:00 a.m. ET")


def open_details(page: Any, words: str) -> None:
    page.locator("summary", has_text=words).first.click()


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone without script"])
def test_from_the_first_line_to_the_newsletter(
    tab_of: Any, network: Network, sign_offs: None, options: dict[str, Any]
) -> None:
    with_script = "java_script_enabled" not in options
    title = f"Five calls {'with' if with_script else 'without'} script"
    found: list[Any] = []

    def check(page: Any) -> None:
        if with_script:
            found.extend((page.url, *problem) for problem in axe(page))

    tab: Tab = tab_of(member=EDITOR, **options)
    page = tab.open("/staff/")
    check(page)
    begin(page, title)
    address = page.url
    write(page, with_script)
    check(page)
    look(page) if with_script else page.get_by_role("button", name="Save draft").click()
    page.goto(f"{address}/release")
    check(page)
    expect(page.locator("main")).to_contain_text("Still missing: sign-off by Section 508")

    open_details(page, "Ask for a review")
    page.get_by_role("button", name="Send in for review").click()
    other: Tab = tab_of(member=ADMIN, **options)
    approver = other.open(address.removeprefix(network.url) + "/release")
    check(approver)
    approver.get_by_role("button", name="Approve version").click()
    expect(approver.locator("main")).to_contain_text("Approved")

    page.goto(f"{address}/release")
    open_details(page, "Write down the sign-off")
    signing = page.locator('form[action*="/sign-offs/"]')
    signing.get_by_label(re.compile("^Signed by|^Who")).fill("Pat Program")
    signing.get_by_label(re.compile("on|day", re.IGNORECASE)).last.fill("2026-01-05")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("Signed by Pat Program")
    choose_time(page, with_script)
    check(page)
    page.get_by_role("button", name="Take it off the schedule").click()
    page.get_by_role("button", name="Publish version").click()

    expect(page.locator("main")).to_contain_text("Live")
    open_details(page, "Add a correction")
    page.locator('form[action$="/corrections"] textarea').fill("It was six calls.")
    page.get_by_role("button", name="Add the correction").click()
    reader: Tab = tab_of(**options)
    post = reader.open("/blog/five-calls-" + ("with" if with_script else "without") + "-script")
    expect(post.locator("article")).to_contain_text("It was six calls.")
    expect(post.get_by_alt_text("A wall with two numbers on it")).to_be_visible()
    check(post)

    page.goto(network.url + "/staff/newsletters/")
    page.get_by_role("link", name="New issue").click()
    page.get_by_label("Subject").fill(f"News {'with' if with_script else 'without'}")
    page.get_by_role("button", name="Save and choose contents").click()
    page.get_by_label(title).check()
    page.get_by_role("button", name="Add what is ticked").click()
    expect(page.get_by_role("button", name=f"Remove {title}")).to_be_visible()
    page.get_by_role("link", name="Preview").first.click()
    expect(page.locator("main")).to_contain_text(title)
    check(page)
    assert found == []


NAME = """() => {
  const here = document.activeElement;
  const label = document.getElementById(here.getAttribute("aria-labelledby"))?.innerText;
  return (label ?? here.ariaLabel ?? here.labels?.[0]?.innerText ?? here.innerText ?? "").trim();
}"""


def tab_on_to(page: Any, name: str, most: int = 90) -> None:
    """Press Tab until what has the focus has this name."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(NAME).startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached by {most} presses of Tab.")


def test_a_post_is_written_and_published_by_keyboard_alone(tab_of: Any) -> None:
    tab: Tab = tab_of(member=EDITOR)
    page = tab.open("/staff/")
    tab_on_to(page, "New post")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="New post")).to_be_visible()
    tab_on_to(page, "Title")
    page.keyboard.type("Written by keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Written by keyboard")

    tab_on_to(page, "Summary")
    page.keyboard.type("Not one click.")
    tab_on_to(page, "Text")
    page.keyboard.type("A paragraph without a mouse.")
    tab_on_to(page, "Employer engagement")
    page.keyboard.press("Space")
    tab_on_to(page, "Save and continue to release")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    tab_on_to(page, "Publish version")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("Live")
    reader = tab_of().open("/blog/written-by-keyboard")
    expect(reader.locator("article")).to_contain_text("A paragraph without a mouse.")
