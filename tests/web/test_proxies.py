"""Behind proxies of ours, and only behind as many as are set, what they add is believed."""

from pathlib import Path

import pytest
from flask import Flask, request

from ion.app import create_app
from tests import databases
from tests.conftest import Browser


def site(tmp_path: Path, proxies: int) -> Flask:
    app = create_app(databases.settings(tmp_path, f"sqlite:///{tmp_path / 'x.db'}", trusted_proxies=proxies))
    app.add_url_rule("/seen", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    return app


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, "127.0.0.1 http localhost"),
        (1, "198.51.100.9 https localhost"),
        (2, "192.0.2.1 https localhost"),
    ],
)
def test_as_many_forwarded_addresses_are_believed_as_there_are_proxies_and_never_a_host(
    tmp_path: Path, proxies: int, seen: str
) -> None:
    forwarded = {
        "X-Forwarded-For": "10.9.9.9, 192.0.2.1, 198.51.100.9",
        "X-Forwarded-Proto": "https, https",
        "X-Forwarded-Host": "evil.example",
    }

    assert Browser(site(tmp_path, proxies)).get("/seen", headers=forwarded).text == seen
