"""The command line, on a data folder of the test's own."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ion.cli import ion
from tests.samples import plain


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    for name in [
        name for name in os.environ if name.startswith("ION_") or name in ("DATABASE_URL", "REDIS_URL")
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ION_DATA_DIR", str(tmp_path / "site"))
    yield CliRunner()


def run(shell: CliRunner, *words: str | Path) -> Result:
    return shell.invoke(ion, [str(word) for word in words], catch_exceptions=False)


def test_upgrade_makes_the_database_and_again_changes_nothing(shell: CliRunner) -> None:
    first, second = run(shell, "upgrade"), run(shell, "upgrade")

    assert "Brought the database to" in first.output
    assert "The database is at revision" in second.output


def test_upgrade_plants_the_local_areas_that_ship(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "upgrade")

    with closing(sqlite3.connect(tmp_path / "site" / "ion.db")) as connection:
        planted = connection.execute("SELECT count(*) FROM local_area WHERE state = 'KY'").fetchone()
    assert planted == (10,)


def test_commands_refuse_a_database_that_is_not_up_to_date(shell: CliRunner) -> None:
    results = [
        run(shell, *words.split()) for words in ("search rebuild", "search check", "demo", "serve", "worker")
    ]

    assert [result.exit_code for result in results] == [1] * 5
    assert all("Run: ion upgrade" in result.output for result in results)


def test_an_unknown_setting_is_named_with_the_nearest_one(
    shell: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ION_SECRET_KEYS", "x")

    result = run(shell, "upgrade")

    assert result.exit_code == 1
    assert "ION_SECRET_KEYS is not a setting of ION. Did you mean ION_SECRET_KEY?" in result.output


def test_the_sample_network_is_planted_once_found_and_removed(shell: CliRunner) -> None:
    run(shell, "upgrade")

    planted, again = run(shell, "demo"), run(shell, "demo")
    built = run(shell, "search", "rebuild")
    checked = run(shell, "search", "check")
    asked = run(shell, "search", "query", "employer champion", "--limit", "3")
    removed = run(shell, "demo", "--remove")
    differs = run(shell, "search", "check")

    assert "People: 40 new\n" in planted.output and "Webinars: 13 new\n" in planted.output
    assert "People: 40 unchanged\n" in again.output and "new" not in again.output
    assert checked.output.startswith("Equal: ") and built.exit_code == 0
    assert "Launch a health care sector partnership that employers lead" in asked.output
    assert removed.output.startswith("Of real people, on sample content: nothing.\nRemoved ")
    assert "31 organizations of the sample network." in removed.output
    assert differs.exit_code == 1 and "left over: practice" in differs.output


def test_sample_content_is_refused_in_production(shell: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ION_ENV", "production")
    monkeypatch.setenv("ION_SECRET_KEY", "zQ3vT8nR5kW1xY7bM2cJ9pL4dF6gH0sA")
    monkeypatch.setenv("ION_PUBLIC_URL", "https://ion.example.org")

    result = run(shell, "demo")

    assert result.exit_code == 1
    assert "no place in production" in result.output


def test_serve_refuses_a_weak_key_in_production(shell: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ION_ENV", "production")
    monkeypatch.setenv("ION_SECRET_KEY", "password")

    result = run(shell, "serve")

    assert result.exit_code == 1
    assert "ION_SECRET_KEY is too weak" in result.output


def test_import_says_what_it_took_and_writes_the_report(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "upgrade")
    plain.folder(tmp_path / "texts")

    tried = run(shell, "import", tmp_path / "texts", "--as", "posts", "--dry-run")
    taken = run(shell, "import", tmp_path / "texts", "--as", "posts", "--report", tmp_path / "report.csv")
    again = run(shell, "import", tmp_path / "texts", "--as", "posts")

    assert "Nothing was written" in tried.output
    assert "1 new" in taken.output and "no title" in taken.output
    assert "no title" in (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert "1 unchanged" in again.output


def test_import_names_what_can_be_imported(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "upgrade")

    result = run(shell, "import", tmp_path, "--as", "sermons")

    assert result.exit_code == 1
    assert "'sermons' cannot be imported; known: practices, posts, webinars" in result.output


def test_import_refuses_a_bad_map_in_words(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "upgrade")
    plain.folder(tmp_path / "texts")
    (tmp_path / "map.toml").write_text("fields = 7\n", encoding="utf-8")

    result = run(shell, "import", tmp_path / "texts", "--as", "posts", "--map", tmp_path / "map.toml")

    assert result.exit_code == 1
    assert "Error: fields is not a table" in result.output


def test_people_of_a_list_come_in_once_and_formulas_are_named(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "upgrade")
    (tmp_path / "people.csv").write_text(
        'Name,Job title\nAna,Clerk\nBo,"=HYPERLINK(""x"")"\n', encoding="utf-8"
    )

    tried, taken, again = (
        run(shell, "import", tmp_path / "people.csv", "--as", "people", *more)
        for more in (["--dry-run"], ["--report", tmp_path / "report.csv"], [])
    )

    assert "Nothing was written" in tried.output and "1 new" in tried.output
    assert "2 rows read" in taken.output and "people.csv, row 3: job_title: a formula" in taken.output
    assert "a formula" in (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert "1 unchanged" in again.output and "new" not in again.output


def test_import_names_what_it_knows(shell: CliRunner, tmp_path: Path) -> None:
    run(shell, "upgrade")

    result = run(shell, "import", tmp_path, "--as", "persons")

    assert result.exit_code == 1
    assert "known: practices, posts, webinars, people, topics, organizations" in result.output


def test_search_without_an_index_says_how_to_make_one(shell: CliRunner) -> None:
    run(shell, "upgrade")

    results = [run(shell, "search", *words) for words in (("check",), ("query", "nurse"))]

    assert [result.exit_code for result in results] == [1, 1]
    assert all("Run: ion search rebuild" in result.output for result in results)


def test_doctor_says_what_to_do(shell: CliRunner) -> None:
    before = run(shell, "doctor")
    run(shell, "upgrade")
    after = run(shell, "doctor")
    run(shell, "search", "rebuild")
    mended = run(shell, "doctor")

    assert before.exit_code == 1 and "Run: ion upgrade" in before.output
    assert "Run: ion search rebuild" in after.output
    assert "equal to the database, 0 documents" in mended.output
    assert "Run: ion worker" in mended.output
