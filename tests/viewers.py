"""The three who look at everything in tests of access: a visitor, a member, and ION staff."""

from flask import Flask
from flask.testing import FlaskClient

from ion.models import Grant
from tests.conftest import Browser
from tests.factories import UserFactory, sign_in

AUDIENCES = {
    "public": {"visitor", "member", "staff"},
    "members": {"member", "staff"},
    "staff": {"staff"},
    "group:7": set[str](),
    "user:999999": set[str](),
}
"""Every form of audience, and who of the three is in it."""


def viewers(app: Flask) -> dict[str, FlaskClient]:
    """A browser for each of them."""
    browsers = {name: Browser(app) for name in ("visitor", "member", "staff")}
    sign_in(browsers["member"], UserFactory(Grant.MEMBER))
    sign_in(browsers["staff"], UserFactory(Grant.MEMBER, Grant.EDITOR))
    return browsers
