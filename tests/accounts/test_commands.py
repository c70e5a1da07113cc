"""`ion user …`: the first administrator, and whoever cannot get in by mail."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ion.app import create_app
from ion.base.extensions import db
from ion.cli import ion
from tests import databases
from tests.accounts.people import OTHER, another, is_signed_in, send, sign_in
from tests.conftest import Browser
from tests.databases import settings
from tests.roof.test_cli import shell

__all__ = ["shell"]
BOSS = "boss@example.org"
Run = Callable[..., Result]


@pytest.fixture
def run(shell: CliRunner) -> Run:
    """Runs `ion …` on a database of the test's own."""

    def invoke(*words: str) -> Result:
        return shell.invoke(ion, list(words), catch_exceptions=False)

    invoke("upgrade")
    return invoke


@pytest.fixture
def browser(run: Run, tmp_path: Path) -> Iterator[Browser]:
    """A visitor of the same site."""
    app = create_app(settings(tmp_path / "site", f"sqlite:///{tmp_path / 'site' / 'ion.db'}"))
    app.testing = True
    databases.Tidy(app)
    yield Browser(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def path_in(result: Result) -> str:
    found = re.search(r"http://127\.0\.0\.1:5000(/account/reset/\S{43})$", result.output.strip())
    assert found, result.output
    return found[1]


def test_the_first_administrator_gets_a_link_and_no_default_password(run: Run, browser: Browser) -> None:
    made = run("user", "create", "Boss@Example.org", "--role", "admin", "--name", "Bo Boss")

    answer = send(browser, path_in(made), password=OTHER)

    assert made.exit_code == 0
    assert answer.status_code == 303
    assert sign_in(browser, BOSS, OTHER).status_code == 303
    assert "Bo Boss" in browser.get("/account/").text
    assert sign_in(another(browser), BOSS, "").status_code == 422


def test_the_link_of_a_new_login_works_once(run: Run, browser: Browser) -> None:
    path = path_in(run("user", "create", BOSS))

    assert [send(browser, path, password=OTHER).status_code for _ in range(2)] == [303, 404]


def test_a_login_is_made_once_and_says_what_to_do_instead(run: Run) -> None:
    run("user", "create", BOSS)

    again = run("user", "create", BOSS)
    wrong = run("user", "create", "no address")

    assert (again.exit_code, wrong.exit_code) == (1, 1)
    assert f"ion user role {BOSS} add admin" in again.output
    assert "is no email address" in wrong.output


def test_roles_are_given_and_taken_and_the_last_admin_stays(run: Run) -> None:
    run("user", "create", BOSS, "--role", "admin")
    run("user", "create", "eve@example.org")

    told = [
        run("user", "role", *words.split())
        for words in (
            "eve@example.org add editor",
            "eve@example.org add editor",
            "eve@example.org remove editor",
            "eve@example.org remove editor",
            f"{BOSS} remove admin",
        )
    ]

    assert [result.output.splitlines()[0] for result in told] == [
        "eve@example.org is now editor.",
        "eve@example.org is editor; nothing was changed.",
        "eve@example.org is no longer editor.",
        "eve@example.org is not editor; nothing was changed.",
        "Error: This is the last admin, and one stays. Make another first: ion user role EMAIL add admin",
    ]
    assert [result.exit_code for result in told] == [0, 0, 0, 0, 1]


def test_a_password_link_leaves_the_present_password_until_it_is_used(run: Run, browser: Browser) -> None:
    send(browser, path_in(run("user", "create", BOSS)), password=OTHER)

    path = path_in(run("user", "password", BOSS))

    assert sign_in(browser, BOSS, OTHER).status_code == 303
    assert browser.get(path).status_code == 200


def test_suspending_and_restoring(run: Run, browser: Browser) -> None:
    send(browser, path_in(run("user", "create", BOSS)), password=OTHER)
    sign_in(browser, BOSS, OTHER)

    first = run("user", "suspend", BOSS, "--reason", "Left the board")
    again = run("user", "suspend", BOSS)
    link = run("user", "password", BOSS)
    signed_in = is_signed_in(browser)
    back = run("user", "restore", BOSS)
    twice = run("user", "restore", BOSS)

    assert not signed_in
    assert [result.output.strip() for result in (first, again, back, twice)] == [
        f"{BOSS} is suspended.",
        f"{BOSS} is suspended already; nothing was changed.",
        f"{BOSS} may sign in again.",
        f"{BOSS} is not suspended; nothing was changed.",
    ]
    assert link.exit_code == 1 and f"ion user restore {BOSS}" in link.output


def test_the_list_names_everyone_with_roles_and_what_hinders_them(run: Run) -> None:
    empty = run("user", "list")
    run("user", "create", BOSS, "--role", "admin", "--name", "Bo Boss")
    run("user", "create", "ana@example.org")
    run("user", "suspend", "ana@example.org")

    lines = [line.split() for line in run("user", "list").output.splitlines()]

    assert "ion user create EMAIL --role admin" in empty.output
    assert lines == [
        ["ana@example.org", "member", "suspended", "ana"],
        [BOSS, "admin,", "member", "Bo", "Boss"],
    ]


def test_nobody_of_that_address_is_said_in_words(run: Run) -> None:
    told = [
        run("user", *words)
        for words in (
            ("password", "nobody@example.org"),
            ("suspend", "nobody@example.org"),
            ("restore", "nobody@example.org"),
            ("role", "nobody@example.org", "add", "editor"),
        )
    ]

    assert {result.exit_code for result in told} == {1}
    assert all("Nobody has an account with nobody@example.org" in result.output for result in told)
