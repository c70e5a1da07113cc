"""The rules of the house, so that they hold when nobody thinks of them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from ion.base.config import ROOT
from ion.core.ports.documents import DOCUMENTS
from ion.core.ports.importing import IMPORTERS
from ion.core.ports.subjects import ENTRIES, SUBJECTS
from tests.house import endpoints, sources

FILES = sources.python_files(ROOT / "ion")
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
BANNED_NAMES = re.compile(r"^(get|handle|process|do)_|^(utils|helpers|manager|misc|common|data|info)$")

IMPOSED = {"get_id", "process_text", "process_bind_param", "process_result_value"}
"""Names that a library asks for."""


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for file in FILES:
        for node in ast.walk(sources.tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield file, node


def test_imports_run_only_downwards() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    if not linter.exists():
        pytest.skip("import-linter is not installed: python3 scripts/install.py dev")

    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{name(file)}:{inner.lineno}"
        for file, function in functions()
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_commit_stands_in_one_place() -> None:
    found = [
        name(file)
        for file in FILES
        for node in ast.walk(sources.tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and "session" in ast.unparse(node.func.value)
    ]

    assert found == ["ion/core/unit_of_work.py"]


def test_no_statement_is_written_as_text_where_a_stray_write_would_go_unseen() -> None:
    found = [
        name(file)
        for file in FILES
        for node in ast.walk(sources.tree(file))
        if isinstance(node, ast.ImportFrom)
        and node.module == "sqlalchemy"
        and any(each.name == "text" for each in node.names)
    ]

    assert found == ["ion/web/health.py"]


def test_services_and_queries_open_no_unit_of_work() -> None:
    """Views, tasks and commands do. An import and the sample network are commands from end to end."""
    commands = {"ion/demo/services.py"}
    found = {
        name(file)
        for file in FILES
        if file.name
        in ("services.py", "queries.py", "policies.py", "documents.py", "subjects.py", "receivers.py")
        and "unit_of_work()" in file.read_text(encoding="utf-8")
    }

    assert found - commands == set()


@pytest.mark.parametrize("file", FILES, ids=name)
def test_files_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_functions_are_short() -> None:
    found = {
        f"{name(file)}:{function.name}": lines
        for file, function in functions()
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > LONGEST_FUNCTION
    }

    assert found == {}


def test_names_are_the_domain_s() -> None:
    found = [
        f"{name(file)}:{node.name}"
        for file, node in functions()
        if BANNED_NAMES.search(node.name) and node.name not in IMPOSED
    ]
    found += [name(file) for file in FILES if BANNED_NAMES.search(file.stem)]

    assert found == []


def test_every_package_says_what_it_is_for() -> None:
    empty = [
        name(file)
        for file in FILES
        if file.name == "__init__.py" and not ast.get_docstring(sources.tree(file))
    ]

    assert empty == []


def test_views_do_not_touch_the_database() -> None:
    found = [
        name(file)
        for file in FILES
        if file.name == "views.py"
        and re.search(r"import .*\bdb\b|from sqlalchemy", file.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_every_template_is_used() -> None:
    used = "\n".join(file.read_text(encoding="utf-8") for file in [*FILES, *TEMPLATES] if file.is_file())
    unused = [
        path
        for file in TEMPLATES
        if file.is_file() and f'"{(path := str(file.relative_to(ROOT / "templates")))}"' not in used
    ]

    assert [path for path in unused if f'"{mail_named(path)}"' not in used] == []


def mail_named(path: str) -> str:
    """What a mail template is asked for as: templates/email/account/reset.txt and .html are "account/reset"."""
    return path.removeprefix("email/").rsplit(".", 1)[0] if path.startswith("email/") else path


def test_every_address_is_public_by_list_or_guarded(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert known - endpoints.ALL == set()
    assert endpoints.ALL - known == set()


def test_every_kind_that_is_searched_or_imported_has_a_title_and_an_address(app: Flask) -> None:
    named = {*SUBJECTS.kinds(), *ENTRIES.kinds()}

    assert set(DOCUMENTS.kinds()) <= named
    assert set(IMPORTERS.kinds()) <= named
    assert set(DOCUMENTS.kinds()) == {source.kind for source in DOCUMENTS}


def test_every_address_in_the_readme_exists(app: Flask) -> None:
    paths = set(
        re.findall(r"http://127\.0\.0\.1:5000(/[a-z./_-]*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    )
    adapter = app.url_map.bind("localhost")

    assert paths
    assert [path for path in sorted(paths) if not adapter.test(path, "GET")] == []


def test_the_project_speaks_of_itself_alone() -> None:
    words = re.compile(
        r"\.\./shared|/work/|/root/|/tmp/|\bTODO\b|FIXME|coming soon|lorem ipsum", re.IGNORECASE
    )
    kept = subprocess.run(
        [
            "git",
            "ls-files",
            "*.py",
            "*.md",
            "*.html",
            "*.toml",
            "*.mjs",
            "*.js",
            "*.scss",
            "Makefile",
            ".ci/run",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if kept.returncode:
        pytest.skip("not a git checkout: which files are kept is not known")
    files = [ROOT / line for line in kept.stdout.splitlines()]

    found = [
        f"{name(file)}: {match[0]}"
        for file in files
        if file.exists() and "tests" not in file.parts
        for match in words.finditer(file.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_signals_are_documented() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/signals.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
