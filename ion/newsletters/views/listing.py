"""The list of issues, and a new one."""

from flask import Response, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.newsletters import services
from ion.newsletters.forms import WordsForm
from ion.newsletters.labels import STATES
from ion.newsletters.queries import KIND, PATH, issues
from ion.newsletters.views.blueprint import ISSUE, bp, opened, there
from ion.web.choices import Choice
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within
from ion.web.participant import note

words_page = Fragment("newsletters/words.html", "main")


@bp.get(PATH)
@granted(Grant.EDITOR)
def index() -> str:
    """All issues, newest first, or those in one state."""
    totals = issues.totals()
    asked = request.args.get("state", "")
    state = asked if asked in totals else ""
    total = totals[state] if state else sum(totals.values())
    number = within(number_asked(request.args.get("page")), total)
    rows = issues.issues(state, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "newsletters/index.html",
        page=Page(rows, number, total, PATH, (("state", state),) if state else ()),
        states=state_choices(totals, state) if len(totals) > 1 else [],
        coming=issues.next_scheduled(),
    )


def state_choices(totals: dict[str, int], chosen: str) -> list[Choice]:
    """A link for all issues and one for each state that some are in."""
    everything = Choice("", "All issues", PATH, sum(totals.values()), not chosen)
    return [everything] + [
        Choice(state, STATES[state], address(PATH, [("state", state)]), totals[state], state == chosen)
        for state in STATES
        if state in totals
    ]


@bp.get(f"{PATH}new")
@granted(Grant.EDITOR)
def new() -> Response:
    """An empty form."""
    return words_page.render(form=WordsForm(formdata=None), newsletter=None)


@bp.post(f"{PATH}new")
@granted(Grant.EDITOR)
def create() -> Response:
    """Begin an issue with its words."""
    form = WordsForm()
    if not form.validate():
        return words_page.render(422, form=form, newsletter=None)
    with unit_of_work():
        id = services.begin(form.words, user_id=member().id).id
        note(form, kind=KIND, id=id, user_id=member().id)
    return there(f"{issues.path_of(id)}/contents")


@bp.post(f"{ISSUE}/duplicate")
@granted(Grant.EDITOR)
def duplicate(id: int) -> Response:
    """Begin a new issue from what another one says."""
    opened(id)
    with unit_of_work():
        new_id = services.duplicate(id, user_id=member().id).id
    return there(f"{issues.path_of(new_id)}/words")
