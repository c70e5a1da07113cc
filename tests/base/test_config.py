"""Settings are read once, checked by name, and say what to do when they are wrong."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ion.base import config
from ion.base.config import ROOT, SettingError, Settings, from_environment, kept_key

STRONG = "k3Y-of-the-tests_0123456789-abcdefgh"


def read(tmp_path: Path, **env: str) -> Settings:
    return from_environment({"ION_DATA_DIR": str(tmp_path), **env})


def in_production(tmp_path: Path, **env: str) -> Settings:
    usual = {"ION_ENV": "production", "ION_SECRET_KEY": STRONG, "ION_PUBLIC_URL": "https://ion.example.gov"}
    return read(tmp_path, **(usual | env))


def test_without_any_setting_it_is_a_development_site_on_sqlite(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert (settings.env, settings.is_production) == ("development", False)
    assert settings.database_url == f"sqlite:///{tmp_path / 'ion.db'}"
    assert settings.index_dir == tmp_path / "index"
    assert settings.public_url == "http://127.0.0.1:5000"
    assert (settings.trusted_proxies, settings.gov_banner, settings.metrics_token) == (0, False, "")


def test_the_data_folder_is_in_the_checkout_unless_set() -> None:
    assert from_environment({"ION_SECRET_KEY": "any"}).data_dir == ROOT / "instance"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ION_SECRETKEY", "Did you mean ION_SECRET_KEY?"),
        ("ION_PUBLIC_URI", "Did you mean ION_PUBLIC_URL?"),
        ("ION_XYZZY_QUUX", "docs/operations.md lists them all."),
    ],
)
def test_an_unknown_setting_is_refused_with_a_hint(tmp_path: Path, name: str, hint: str) -> None:
    with pytest.raises(SettingError) as refused:
        read(tmp_path, **{name: "1"})

    assert str(refused.value).startswith(f"{name} is not a setting of ION.")
    assert hint in str(refused.value)


def test_every_setting_is_described_for_operators() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert [name for name in sorted(config.KNOWN) if name not in text] == []


@pytest.mark.parametrize("key", ["short", "a" * 64, "abcabcabc" * 8, "x" * 31])
def test_a_weak_key_is_refused_in_production_and_never_repeated(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingError, match="ION_SECRET_KEY is too weak for production") as refused:
        in_production(tmp_path, ION_SECRET_KEY=key)

    assert key not in str(refused.value)


def test_a_missing_key_is_refused_in_production_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="ION_SECRET_KEY is missing"):
        in_production(tmp_path, ION_SECRET_KEY="")

    assert list(tmp_path.iterdir()) == []


def test_a_strong_key_is_taken_in_production(tmp_path: Path) -> None:
    assert in_production(tmp_path).secret_key == STRONG


def test_in_development_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    keys = {read(tmp_path).secret_key for _ in range(3)}

    file = tmp_path / "secret-key"
    assert keys == {file.read_text(encoding="ascii")}
    assert len(file.read_text(encoding="ascii")) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_the_key_is_never_readable_by_others_even_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    link = os.link

    def noting(draft: Path, file: Path) -> None:
        modes.append(stat.S_IMODE(draft.stat().st_mode))
        link(draft, file)

    before = os.umask(0)
    monkeypatch.setattr(config.os, "link", noting)
    monkeypatch.setattr(Path, "chmod", lambda *_: pytest.fail("readable until now"))
    try:
        kept_key(tmp_path / "secret-key")
    finally:
        os.umask(before)

    assert modes == [0o600]


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ion.base.config import kept_key; "
        "sys.stdin.readline(); print(kept_key(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "secret-key")]
    children = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for child in children:
        assert child.stdin
        child.stdin.write("go\n")
        child.stdin.flush()

    keys = [child.communicate()[0] for child in children]

    assert len(set(keys)) == 1
    assert keys[0].strip() == (tmp_path / "secret-key").read_text(encoding="ascii")


def test_the_loser_of_the_race_takes_the_winners_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret-key"

    def overtaken(_draft: Path, target: Path) -> None:
        target.write_text("the winner's key", encoding="ascii")
        raise FileExistsError

    monkeypatch.setattr(config.os, "link", overtaken)

    assert kept_key(file) == "the winner's key"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("postgres://u:p@db/ion", "postgresql+psycopg://u:p@db/ion"),
        ("postgresql://u:p@db/ion", "postgresql+psycopg://u:p@db/ion"),
        ("postgresql+psycopg://u:p@db/ion", "postgresql+psycopg://u:p@db/ion"),
        ("sqlite:////srv/ion.db", "sqlite:////srv/ion.db"),
    ],
)
def test_database_addresses_are_taken_in_their_usual_forms(tmp_path: Path, url: str, used: str) -> None:
    assert read(tmp_path, DATABASE_URL=url).database_url == used


@pytest.mark.parametrize("url", ["mysql://u:p@db/ion", "ion.db", "postgresql+psycopg2://u:p@db/ion"])
def test_other_databases_are_refused_and_no_password_is_repeated(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingError, match="must begin with sqlite:/// or postgresql://") as refused:
        read(tmp_path, DATABASE_URL=url)

    assert "u:p" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ION_ENV", "prod"),
        ("ION_SEARCH", "postgres"),
        ("ION_TRUSTED_PROXIES", "one"),
        ("ION_TRUSTED_PROXIES", "-1"),
        ("ION_TRUSTED_PROXIES", "²"),
        ("ION_GOV_BANNER", "yes"),
        ("ION_PUBLIC_URL", "ion.example.gov"),
        ("ION_PUBLIC_URL", "ftp://ion.example.gov"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"{name} is '{value}'; it must"):
        read(tmp_path, **{name: value})


def test_in_production_the_public_address_must_be_set(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="ION_PUBLIC_URL is missing"):
        in_production(tmp_path, ION_PUBLIC_URL="")


def test_what_is_set_is_used(tmp_path: Path) -> None:
    settings = in_production(
        tmp_path,
        ION_PUBLIC_URL="https://ion.example.gov/",
        ION_TRUSTED_PROXIES="2",
        ION_GOV_BANNER="1",
        ION_METRICS_TOKEN="t",
        ION_SITE_NAME="Our network",
        ION_CONTACT="us@example.gov",
        REDIS_URL="redis://cache:6379/0",
    )

    assert (settings.public_url, settings.public_host) == ("https://ion.example.gov", "ion.example.gov")
    assert (settings.trusted_proxies, settings.gov_banner, settings.metrics_token) == (2, True, "t")
    assert (settings.site_name, settings.contact) == ("Our network", "us@example.gov")
    assert settings.redis_url == "redis://cache:6379/0"


def test_in_development_the_address_follows_the_port(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8080").public_url == "http://127.0.0.1:8080"


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_no_value_of_a_number_ends_in_anything_but_a_number_or_a_sentence(text: str) -> None:
    try:
        assert config.whole_number({"ION_TRUSTED_PROXIES": text}, "ION_TRUSTED_PROXIES") >= 0
    except SettingError as refused:
        assert "must be a whole number" in str(refused)


@pytest.mark.parametrize(
    "address",
    ["ion@example.gov", "ION <ion@example.gov>", '"ION, the network" <ion@example.gov>', "Réseau <a@b.gov>"],
)
def test_mail_comes_from_the_address_that_is_set(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, ION_MAIL_FROM=address).mail_from == address


@pytest.mark.parametrize(
    "address",
    [
        "ion",
        "ION <ion>",
        "a@b@c",
        "ION <ion@example.gov",
        "ion@example.gov\r\nBcc: a@b.gov",
        "a@b.gov, c@d.gov",
        "<>@",
    ],
)
def test_an_address_that_mail_cannot_come_from_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingError, match=r"must look like ION <ion@example.gov>"):
        read(tmp_path, ION_MAIL_FROM=address)


def test_in_production_mail_that_leaves_needs_an_address_it_comes_from(tmp_path: Path) -> None:
    assert in_production(tmp_path).mail_from == "no-reply@localhost"
    with pytest.raises(SettingError, match="ION_MAIL_FROM is missing"):
        in_production(tmp_path, SMTP_URL="smtp://mail.example.gov")


@pytest.mark.parametrize("url", ["smtp://mail.example.gov", "smtps://ion:secret@mail.example.gov:465"])
def test_mail_is_handed_to_the_server_that_is_set(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, SMTP_URL=url).smtp_url == url


@pytest.mark.parametrize(
    "url", ["mail.example.gov", "http://mail.example.gov", "smtp://", "smtp://host:port"]
)
def test_an_address_that_is_no_mail_server_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingError, match="SMTP_URL must look like"):
        read(tmp_path, SMTP_URL=url)
