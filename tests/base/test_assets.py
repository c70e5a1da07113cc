"""Finding built files, choosing a Node.js, and knowing when to build."""

import json
import os
from pathlib import Path

import pytest

from ion.base import assets
from ion.base.assets import AssetError, Manifest


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest(tmp_path / "manifest.json")


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def program(folder: Path, name: str, shell: str) -> Path:
    """An executable `name` in `folder` that runs these lines of shell."""
    file = write(folder / name, f"#!/bin/sh\n{shell}\n")
    file.chmod(0o755)
    return file


def source_tree(root: Path) -> Path:
    """The files a build is made from, each with a word in it."""
    write(root / "package.json", "{}")
    write(root / "package-lock.json", "{}")
    write(root / ".npmrc", "ignore-scripts=true")
    write(root / "assets/styles/app.scss", "a { color: red }")
    write(root / "templates/page.html", '<p class="usa-alert">Words</p>')
    write(root / "ion/view.py", "ION = 1")
    return root


# Finding built files


def test_asset_is_the_plain_name_when_nothing_is_built(manifest: Manifest) -> None:
    assert manifest.url("app.css") == "/static/dist/app.css"


def test_asset_is_the_hashed_name_of_the_manifest(manifest: Manifest) -> None:
    write(manifest.file, json.dumps({"app.css": "app.12ab34cd.css", "app.js": "app.99.js"}))

    assert manifest.url("app.css") == "/static/dist/app.12ab34cd.css"


def test_asset_that_no_build_made_keeps_its_plain_name(manifest: Manifest) -> None:
    write(manifest.file, json.dumps({"app.css": "app.12ab34cd.css"}))

    assert manifest.url("other.svg") == "/static/dist/other.svg"


def test_manifest_is_read_again_after_a_new_build(manifest: Manifest) -> None:
    write(manifest.file, json.dumps({"app.css": "app.old.css"}))
    manifest.url("app.css")

    write(manifest.file, json.dumps({"app.css": "app.new.css"}))
    os.utime(manifest.file, ns=(1, 1))

    assert manifest.url("app.css") == "/static/dist/app.new.css"


def test_manifest_is_not_read_again_while_it_is_the_same_file(manifest: Manifest) -> None:
    write(manifest.file, json.dumps({"app.css": "app.old.css"}))
    os.utime(manifest.file, ns=(1, 1))
    manifest.url("app.css")

    manifest.file.write_text("not JSON at all")
    os.utime(manifest.file, ns=(1, 1))

    assert manifest.url("app.css") == "/static/dist/app.old.css"


# Choosing a Node.js


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("ION_NODE", raising=False)
    return folder


def test_node_of_the_machine_is_used_when_it_is_new_enough(machine: Path) -> None:
    node = program(machine, "node", "echo v18.0.0")
    npm = program(machine, "npm", "")

    chosen = assets.system_node()

    assert chosen == assets.Node(str(node), (str(npm),))


@pytest.mark.parametrize("answer", ["v16.20.2", "v9.0.0", "", "command not found"])
def test_node_that_is_too_old_or_none_at_all_is_passed_over(machine: Path, answer: str) -> None:
    program(machine, "node", f"echo '{answer}'")
    program(machine, "npm", "")

    assert assets.system_node() is None


def test_node_without_npm_is_passed_over(machine: Path) -> None:
    program(machine, "node", "echo v20.1.0")

    assert assets.system_node() is None


def test_node_of_the_machine_is_passed_over_when_the_wheel_is_asked_for(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(machine, "node", "echo v20.1.0")
    program(machine, "npm", "")
    monkeypatch.setenv("ION_NODE", "wheel")

    assert assets.system_node() is None


# Knowing when to build


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("assets/styles/app.scss", "a { color: blue }"),
        ("assets/app.js", "1"),
        ("static/img/new.svg", "<svg/>"),
        ("package-lock.json", '{"new": 1}'),
        (".npmrc", ""),
        ("templates/page.html", '<p class="usa-tag">Words</p>'),
        ("ion/view.py", 'LOOK = "usa-tag"'),
    ],
)
def test_build_is_out_of_date_after_a_change_that_shows_in_it(tmp_path: Path, file: str, text: str) -> None:
    root = source_tree(tmp_path)
    before = assets.build_digest(root)

    write(root / file, text)

    assert assets.build_digest(root) != before


@pytest.mark.parametrize(
    ("file", "text"),
    [("templates/page.html", '<b class="usa-alert">Other words</b>'), ("ion/view.py", "ION = 2")],
)
def test_build_is_up_to_date_after_a_change_that_does_not_show_in_it(
    tmp_path: Path, file: str, text: str
) -> None:
    root = source_tree(tmp_path)
    before = assets.build_digest(root)

    write(root / file, text)

    assert assets.build_digest(root) == before


def test_build_is_out_of_date_when_the_full_css_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = source_tree(tmp_path)
    monkeypatch.delenv("ION_FULL_CSS", raising=False)
    before = assets.build_digest(root)

    monkeypatch.setenv("ION_FULL_CSS", "1")

    assert assets.build_digest(root) != before


def building_machine(machine: Path, root: Path) -> Path:
    """A node and an npm that write down what they were asked; the node builds an empty manifest."""
    diary = root / "diary"
    program(
        machine,
        "node",
        f"[ $1 = --version ] && echo v20.0.0 && exit\n/bin/mkdir -p static/dist\necho build >> {diary}",
    )
    program(machine, "npm", f"/bin/mkdir -p node_modules\necho $1 >> {diary}")
    return diary


def test_first_build_installs_and_builds_and_a_second_does_nothing(machine: Path, tmp_path: Path) -> None:
    root = source_tree(tmp_path)
    diary = building_machine(machine, root)

    answers = assets.build(root), assets.build(root)

    assert answers == (True, False)
    assert diary.read_text().split() == ["ci", "build"]


def test_build_after_a_change_of_styles_does_not_install_again(machine: Path, tmp_path: Path) -> None:
    root = source_tree(tmp_path)
    diary = building_machine(machine, root)
    assets.build(root)

    write(root / "assets/styles/app.scss", "a { color: blue }")
    assets.build(root)

    assert diary.read_text().split() == ["ci", "build", "build"]


def test_failed_build_says_what_failed_and_is_tried_again(machine: Path, tmp_path: Path) -> None:
    root = source_tree(tmp_path)
    program(machine, "node", "[ $1 = --version ] && echo v20.0.0 && exit\necho wrong color >&2\nexit 1")
    program(machine, "npm", "/bin/mkdir -p node_modules")

    with pytest.raises(AssetError, match=r"(?s)could not be built.*assets/build\.mjs.*wrong color"):
        assets.build(root)

    assert not (root / "static/dist/stamp").exists()


def test_failed_install_says_what_to_check(machine: Path, tmp_path: Path) -> None:
    root = source_tree(tmp_path)
    program(machine, "node", "echo v20.0.0")
    program(machine, "npm", "echo ENOTFOUND\nexit 1")

    with pytest.raises(AssetError, match=r"(?s)Check the network.*npm ci.*ENOTFOUND"):
        assets.build(root)
