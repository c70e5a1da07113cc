"""House rules of the templates: what the content security policy, htmx and the field's words ask of them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LONGEST_TEMPLATE, LONGEST_MACRO = 80, 20
LOOKS_OF_MAIL = {"email/layout.html", "email/parts.html"}
"""Mail programs load no style sheet, so these two, and no other mail template, hold the few looks of a mail."""

FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style\b",
    "script in the page": r'<script(?![^>]*\ssrc=)(?! type="application/ld\+json">\{\{ \w+\|tojson \}\}</script>)',
    "event handler attribute": r"\son[a-z]+\s*=",
    "hx-on": r"\bhx-on\b",
    "evaluated value": r"""=\s*["']\s*js:""",
    "trigger filter": r"""hx-trigger\s*=\s*["'][^"']*\[""",
    "inherited htmx attribute": r":inherited\b",
    "file from another host": r"""<(?:script|link|img|use|iframe)\b[^>]*\s(?:src|href)\s*=\s*["'](?:https?:)?//""",
}
# What words.md bans, as patterns over visible text, and what to say instead.
BANNED_WORDS = {
    r"workforce investment boards?|\bWIBs?\b": "workforce development board",
    r"one-stop career centers?": "American Job Center",
    r"proven practices?": "practice library, practice",
    r"participants?": "attendee, registrant, people in this conversation",
    r"adoption|adopters?|most adopted": "used by, most used",
    r"seats?|spots?": "openings, Register",
    r"places like (?:mine|yours)": "areas like mine",
    r"match rounds?": "mentoring cohort",
    r"conveners?|backbone": "intermediary",
    r"ex-offenders?": "justice-involved individuals",
    r"homeless individuals?": "people experiencing homelessness",
    r"\bGED\b": "high school equivalency",
    r"\bESL\b": "English language learners",
    r"content requests?": "request technical assistance",
    r"calendar years?": "Program Year",
    r"speakers?": "presenters",
    r"retired|still valid|elevated?": "archived, confirmed current, feature as a best practice",
    r"(?<!ion )staff": "ION staff",
    r"programmes?|organisations?|catalogues?": "US spelling",
}


def name_of(template: Path) -> str:
    return template.relative_to(ROOT / "templates").as_posix()


def without_comments(template: Path) -> str:
    return re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.S)


def visible_text(template: Path) -> str:
    """What people read: no tags, no Jinja code, but the words of macros' arguments and of read-aloud attributes."""
    source = without_comments(template)
    spoken = re.findall(
        r"""(?:aria-label|title|alt|placeholder|content|text|heading|hint|label)="([^"{}]+)\"""", source
    )
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", source, flags=re.S)
    return " ".join([bare, *spoken])


def requesting_tags(template: Path) -> Iterator[tuple[str, str, str, str]]:
    """Every tag with hx-get or hx-post, as (element, verb, address, the whole tag)."""
    for tag, element in re.findall(r"(<([a-z]+)\b[^>]*\bhx-(?:get|post)=[^>]*>)", without_comments(template)):
        for verb, address in re.findall(r'\bhx-(get|post)="([^"]*)"', tag):
            yield element, verb, address, tag


@pytest.fixture(params=TEMPLATES, ids=name_of)
def template(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_template_parses(template: Path) -> None:
    Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))


def test_template_holds_nothing_that_the_policy_forbids(template: Path) -> None:
    source = without_comments(template)
    found = {rule: re.findall(pattern, source, flags=re.I) for rule, pattern in FORBIDDEN.items()}

    if name_of(template) in LOOKS_OF_MAIL:
        found["inline style"] = []
    assert {rule: hits for rule, hits in found.items() if hits} == {}


def test_template_is_short(template: Path) -> None:
    assert len(template.read_text(encoding="utf-8").splitlines()) <= LONGEST_TEMPLATE


def test_macros_are_short(template: Path) -> None:
    macros = re.findall(r"\{%-? macro (\w+).*?endmacro", template.read_text(encoding="utf-8"), flags=re.S)
    bodies = re.findall(r"\{%-? macro .*?endmacro", template.read_text(encoding="utf-8"), flags=re.S)
    long = [name for name, body in zip(macros, bodies, strict=True) if body.count("\n") + 1 > LONGEST_MACRO]

    assert long == []


def test_template_uses_the_words_of_the_field(template: Path) -> None:
    text = visible_text(template)
    found = {
        hit[0]: instead
        for pattern, instead in BANNED_WORDS.items()
        if (hit := re.search(rf"(?<![\w-])(?:{pattern})(?![\w-])", text, flags=re.I))
    }

    assert found == {}


def test_requests_of_htmx_sit_on_links_and_forms_that_lead_to_the_same_address(template: Path) -> None:
    for element, verb, address, tag in requesting_tags(template):
        if element == "a":
            assert verb == "get" and f'href="{address}"' in tag
        else:
            method = "post" if verb == "post" else "get"
            assert element == "form" and f'action="{address}"' in tag and f'method="{method}"' in tag


def is_mail(template: Path) -> bool:
    """Mail is always drawn whole, so its blocks are no fragments."""
    return name_of(template).startswith("email/")


def test_pages_import_their_macros_inside_their_blocks(template: Path) -> None:
    source = without_comments(template)
    if "{% extends" not in source or is_mail(template):
        return

    outside = re.sub(r"\{% block main.*", "", source, flags=re.S)

    assert "import" not in outside  # a block rendered alone does not see what stands above it


def test_fragment_blocks_are_the_elements_of_their_names(template: Path) -> None:
    own = {"title", "description", "head", "main"}
    source = without_comments(template)
    for block, inside in re.findall(r"\{% block (\w+) %\}(.*?)\{% endblock", source, flags=re.S):
        if block not in own and not is_mail(template):
            assert re.search(rf'<\w+[^>]*\bid="{block}"', inside), f"{block} holds no element of that id"


def test_icons_in_use_and_icons_built_are_the_same() -> None:
    built = set((ROOT / "assets/icons.txt").read_text(encoding="utf-8").split())
    used = {name for file in TEMPLATES for name in re.findall(r'icon\(name="(\w+)"', file.read_text("utf-8"))}

    assert used == built
