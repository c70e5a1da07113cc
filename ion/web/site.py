"""What every template can use: the site's names, the navigation, dates, counts, built files."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, request

from ion.base.assets import asset
from ion.base.config import Settings
from ion.core.times import count, iso, own_time, us_date, us_time
from ion.web.icons import icon
from ion.web.login import viewer


@dataclass(frozen=True, slots=True)
class Site:
    """The site's own names and settings, as templates see them."""

    name: str
    contact: str
    gov_banner: bool
    public_url: str

    def absolute(self, path: str) -> str:
        """The full address of a path, from the configured address and never from the request's Host."""
        return self.public_url + path


@dataclass(frozen=True, slots=True)
class NavLink:
    """One entry of the main navigation."""

    path: str
    label: str
    current: bool


def install(app: Flask, settings: Settings, rooms: Iterable[tuple[str, str]]) -> None:
    """Give templates their globals and filters; `rooms` are (path, label) of the navigation."""
    site = Site(settings.site_name, settings.contact, settings.gov_banner, settings.public_url)
    rooms = tuple(rooms)
    app.extensions["ion.site"] = site
    app.jinja_env.globals.update(site=site, asset=asset, count=count, icon=icon)
    app.jinja_env.filters.update(us_date=us_date, us_time=us_time, own_time=own_time, iso=iso)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def navigation() -> dict[str, object]:
        links = [NavLink(path, label, request.path.startswith(path)) for path, label in rooms]
        return {"nav": links, "viewer": viewer(), "here": request.path}
