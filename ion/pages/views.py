"""About, help, accessibility, privacy, contact, licenses."""

from flask import Blueprint, current_app, render_template

from ion.pages import queries

bp = Blueprint("pages", __name__)
NO_CONTACT = "the person or office that runs this site"


def show(name: str) -> str:
    """One page from its file."""
    site = current_app.extensions["ion.site"]
    page = queries.page(name, {"contact": site.contact or NO_CONTACT, "site_name": site.name})
    return render_template(
        "pages/show.html", title=page.title, summary=page.summary, html=page.html, updated_on=page.updated_on
    )


for name in queries.NAMES:
    bp.add_url_rule(f"/{name}", endpoint=name, view_func=show, defaults={"name": name}, methods=["GET"])
