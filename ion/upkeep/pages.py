"""Which addresses of this site answer by themselves, so that no old address could ever take their place."""

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from ion.upkeep.queries.redirects import item_at, leads_to, organization_at, person_at

STATIC = "/static/"


def stands_at(path: str) -> bool:
    """Whether a page stands at a path: one of the site's own, an item, an organization or a person.

    Of routes for single things of other kinds nothing is known; there the page, if there is one, is shown anyway.
    """
    try:
        rule, _ = current_app.url_map.bind("").match(path, "GET", return_rule=True)
    except RequestRedirect:
        return True
    except HTTPException as error:
        return path.startswith(STATIC) or not isinstance(error, NotFound)
    is_one_page = rule.arguments <= set(rule.defaults or ())
    return is_one_page or item_at(path) is not None or organization_at(path) or person_at(path)


def may_lead_to(target: str) -> bool:
    """Whether a path of this site can be led to: some page may stand there, or it leads on itself."""
    path = urlsplit(target).path
    try:
        current_app.url_map.bind("").match(path, "GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return path.startswith(STATIC) or leads_to(path) is not None
    return True


def own_address(address: str) -> str:
    """A full address of this site as its path; any other as it is."""
    home: str = current_app.extensions["ion.site"].public_url
    return address[len(home) :] or "/" if (address + "/").startswith(home + "/") else address
