"""What the packages are pinned to, and what a build must hold."""

import json
import re

import pytest

from ion.base.assets import ROOT
from tests.skips import skip_or_fail

DIST = ROOT / "static/dist"
KILOBYTE = 1024
VERSION = re.compile(r"\d+\.\d+\.\d+")


@pytest.fixture
def manifest() -> dict[str, str]:
    """The names of the present build."""
    file = DIST / "manifest.json"
    if not file.exists():
        skip_or_fail("static/dist is not built; build it with: python -m ion.base.assets")
    names: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return names


@pytest.fixture
def css(manifest: dict[str, str]) -> str:
    return (DIST / manifest["app.css"]).read_text(encoding="utf-8")


def sent(file: str) -> int:
    """Bytes on the wire: compressed where a compressed neighbor stands."""
    compressed = DIST / f"{file}.gz"
    return (compressed if compressed.exists() else DIST / file).stat().st_size


def test_packages_are_pinned_exactly_and_htmx_stays_on_2() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]

    assert [name for name, version in versions.items() if not VERSION.fullmatch(version)] == []
    assert versions["htmx.org"] == "2.0.11"


def test_lock_has_a_checksum_for_every_package_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    del packages[""]

    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_built_files_all_exist_and_text_has_compressed_neighbors(manifest: dict[str, str]) -> None:
    assert [file for file in manifest.values() if not (DIST / file).is_file()] == []
    for name in ("app.css", "app.js", "icons.svg"):
        assert all((DIST / f"{manifest[name]}{ending}").is_file() for ending in (".gz", ".br"))


def test_built_files_keep_to_their_budgets(manifest: dict[str, str]) -> None:
    fonts = [file for name, file in manifest.items() if name.startswith("fonts/")]
    shared = [manifest[name] for name in ("app.css", "app.js", "icons.svg")]

    assert sent(manifest["app.css"]) <= 20 * KILOBYTE
    assert sent(manifest["app.js"]) <= 40 * KILOBYTE
    assert sent(manifest["editor.js"]) <= 150 * KILOBYTE  # on the page of writing alone
    assert (
        sum(map(sent, [*shared, *fonts])) <= 140 * KILOBYTE
    )  # with 8 KB of HTML a first visit stays under 150


@pytest.mark.parametrize(
    "selector",
    [
        "mark", ".ion-prose table", ".ion-prose blockquote", ".ion-prose pre",
        ".ion-prose figcaption", ".ion-prose .ion-pull-quote",
        ".ProseMirror-gapcursor", ".ion-editor__toolbar",
        ".usa-alert--success", ".usa-alert--info", ".usa-alert--warning", ".usa-alert--error",
        ".usa-button--outline", ".usa-current", ".ion-toast", ".ion-table-scroll", ".ion-evidence__step--on",
        ".ion-chip--note", ".htmx-request",
    ],
)  # fmt: skip
def test_built_css_has_the_rules_of_what_pages_and_script_make(css: str, selector: str) -> None:
    assert re.search(re.escape(selector) + r"(?![\w-])[^{}]*\{", css)


def test_built_css_loads_only_built_files(css: str) -> None:
    loaded = {address for address in re.findall(r"""url\(["']?([^"')]*)""", css) if address}

    assert loaded
    assert [address for address in loaded if not (DIST / address).is_file()] == []
