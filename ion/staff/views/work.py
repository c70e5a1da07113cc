"""Work for the worker: what failed, what is late, what waits for its time."""

from flask import Response, make_response, render_template, request

from ion.core.unit_of_work import unit_of_work
from ion.models.user import STAFF
from ion.staff import services
from ion.staff.queries import work as queries
from ion.staff.queries.work import OUTBOX, Standing, TaskTotals
from ion.staff.views.blueprint import back_to, bp
from ion.staff.words import task_in_words
from ion.web.choices import Choice
from ion.web.guards import granted, member
from ion.web.login import viewer_scopes
from ion.web.pagination import PER_PAGE, Page, address, number_asked, within

LABELS = {Standing.FAILED: "Failed", Standing.WAITING: "Waits for its time", Standing.DUE: "Due now"}


@bp.get(OUTBOX)
@granted(*STAFF)
def work() -> Response:
    """Work by how it stands; no payload is shown, it may be about anyone."""
    return make_response(page())


def page() -> str:
    who, totals = member(), queries.task_totals()
    which, task = asked(totals)
    chosen = [each for each in totals if task in ("", each.task)]
    total = sum(each.of(which) for each in chosen)
    number = within(number_asked(request.args.get("page")), total)
    rows = queries.work_rows(
        queries.standing(which),
        viewer_scopes(),
        is_admin=who.is_admin,
        task=task,
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    return render_template(
        "staff/outbox.html",
        page=Page(rows, number, total, OUTBOX, parameters(which, task)),
        which=which,
        task=task,
        tasks=[(each.task, task_in_words(each.task)) for each in totals],
        tabs=tabs(chosen, which, task),
        late=sum(each.late for each in totals),
        words=task_in_words,
    )


def asked(totals: list[TaskTotals]) -> tuple[Standing, str]:
    """How the work stands that the address asks for, and its task. Unasked, what failed; without any, what waits."""
    show, task = request.args.get("show", ""), request.args.get("task", "")
    failed = any(each.failed for each in totals)
    usual = Standing.FAILED if failed else Standing.WAITING
    known = {each.task for each in totals}
    return Standing(show) if show in tuple(Standing) else usual, task if task in known else ""


def parameters(which: Standing, task: str) -> tuple[tuple[str, str], ...]:
    return (("show", which.value), *((("task", task),) if task else ()))


def tabs(totals: list[TaskTotals], which: Standing, task: str) -> list[Choice]:
    """One for each way to stand that some work has, and for the one that is shown."""
    counted = [(each, sum(total.of(each) for total in totals)) for each in Standing]
    return [
        Choice(each, LABELS[each], address(OUTBOX, parameters(each, task)), number, each is which)
        for each, number in counted
        if number or each is which
    ]


@bp.post(f"{OUTBOX}/<int:row_id>/again")
@granted(*STAFF)
def try_again(row_id: int) -> Response:
    """Let failed work be tried again; work that is done meanwhile needs nothing."""
    user_id = member().id
    with unit_of_work():
        services.try_again(row_id, user_id=user_id)
    return back_to(OUTBOX)


@bp.post(f"{OUTBOX}/again")
@granted(*STAFF)
def try_all_again() -> Response:
    """Let everything that failed be tried again, of one task or of all."""
    user_id, task = member().id, request.form.get("task", "").replace("\x00", "")
    with unit_of_work():
        services.try_all_again(task, user_id=user_id)
    return back_to(OUTBOX)
