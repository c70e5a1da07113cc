"""When an issue goes out: at a time, now, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, render_template, request
from werkzeug.datastructures import MultiDict

from ion.core import clock
from ion.core.times import count, own_time, zone_named
from ion.core.unit_of_work import unit_of_work
from ion.core.wall_times import Moment
from ion.models import Grant, Newsletter
from ion.newsletters import services
from ion.newsletters.forms import HeadForm
from ion.newsletters.queries import issues
from ion.newsletters.services import Refused, Stale
from ion.newsletters.services.planning import PAST
from ion.newsletters.views.blueprint import ISSUE, STALE, bp, opened, there
from ion.newsletters.views.standing import issue_answer, standing
from ion.web.fragments import Fragment
from ion.web.guards import granted, member
from ion.web.moments import FIRST, SECOND, MomentForm

schedule_page = Fragment("newsletters/schedule.html", "deed")
MORNING = "09:00"
BY_TURN = {FIRST: ", before the clocks are set back", SECOND: ", after the clocks are set back"}


@dataclass(frozen=True, slots=True)
class Deed:
    """A button: which of two times it means where a time comes twice, and what it says."""

    which: str
    label: str


@bp.get(f"{ISSUE}/schedule")
@granted(Grant.EDITOR)
def choose_time(id: int) -> Response:
    """Choose a time; the button says what it will do."""
    newsletter = opened(id)
    form = MomentForm(formdata=asked(newsletter), own_zone=member().zone)
    return schedule_answer(200, newsletter, form)


def asked(newsletter: Newsletter) -> MultiDict[str, str]:
    """The time in the address, else the one chosen before, else tomorrow morning."""
    if "day" in request.args:
        return request.args
    if newsletter.send_local:
        local, zone = newsletter.send_local, newsletter.zone
        return MultiDict({"day": f"{local:%Y-%m-%d}", "clock": f"{local:%H:%M}", "zone": zone})
    own = zone_named(member().zone)
    tomorrow = clock.now().astimezone(own).date() + timedelta(days=1)
    return MultiDict({"day": tomorrow.isoformat(), "clock": MORNING, "zone": own.key})


def schedule_answer(status: int, newsletter: Newsletter, form: MomentForm) -> Response:
    """The form, and a button that says what it will do, or why there is none."""
    context = standing(newsletter)
    is_valid = form.validate()
    deeds = deeds_of(form, context["reach"].people)
    is_twice, form.comes_twice = form.comes_twice, False  # two buttons ask which time is meant
    if is_twice:
        form.which.errors = []
    wrong = [PAST] if (is_valid or is_twice) and not deeds else []
    if (
        status == 200
    ):  # said where it is, since somebody may still be typing; the summary of a form takes the focus
        wrong += [field.errors[0] for field in form if field.errors]
    context |= {"form": form, "deeds": deeds, "wrong": wrong, "is_refused": status != 200}
    return schedule_page.render(status, **context)


def deeds_of(form: MomentForm, people: int) -> list[Deed]:
    """What the time chosen allows: one button, two where it comes twice, none where it cannot be or has passed."""
    if form.chosen:
        return [Deed(form.which.data or "", label_of(form.chosen, people))] if is_ahead(form.chosen) else []
    if not form.comes_twice:
        return []
    deeds = []
    for which, words in BY_TURN.items():
        turn = MomentForm(
            formdata=MultiDict(
                {
                    "day": f"{form.day.data:%Y-%m-%d}",
                    "clock": f"{form.clock.data:%H:%M}",
                    "zone": form.zone.data,
                    "which": which,
                }
            ),
            own_zone=form.zone.data,
        )
        if turn.validate() and turn.chosen and is_ahead(turn.chosen):
            deeds.append(Deed(which, label_of(turn.chosen, people) + words))
    return deeds


def is_ahead(moment: Moment) -> bool:
    return moment.at > clock.now()


def label_of(moment: Moment, people: int) -> str:
    return f"Send to {count(people, 'person', 'people')} on {own_time(moment.at, moment.zone)}"


@bp.post(f"{ISSUE}/schedule")
@granted(Grant.EDITOR)
def schedule(id: int) -> Response:
    """Let the issue go out at the time chosen."""
    newsletter, form = opened(id), MomentForm(own_zone=member().zone)
    if not form.validate() or not form.chosen:
        return schedule_answer(422, newsletter, form)
    chosen, head = form.chosen, head_asked()
    by = member().id
    return decided(id, lambda: services.schedule(id, chosen, head=head, user_id=by))


def head_asked() -> int:
    """The save that the deed is about; -1, which no save is, for anything that is none."""
    form = HeadForm()
    return form.head.data if form.validate() and form.head.data is not None else -1


def decided(id: int, deed: Callable[[], object]) -> Response:
    """Do it, and on to the issue; what forbids it is said there."""
    opened(id)
    try:
        with unit_of_work():
            deed()
    except Stale:
        return issue_answer(409, opened(id), STALE)
    except Refused as refused:
        return issue_answer(409, opened(id), refused.words)
    return there(issues.path_of(id))


@bp.post(f"{ISSUE}/unschedule")
@granted(Grant.EDITOR)
def unschedule(id: int) -> Response:
    """Make it a draft again."""
    by = member().id
    return decided(id, lambda: services.unschedule(id, user_id=by))


@bp.get(f"{ISSUE}/send")
@granted(Grant.EDITOR)
def ask_to_send(id: int) -> str:
    """Whether to send it now, with what and to how many."""
    return render_template("newsletters/send.html", **standing(opened(id)))


@bp.post(f"{ISSUE}/send")
@granted(Grant.EDITOR)
def send(id: int) -> Response:
    """Send it now."""
    head, by = head_asked(), member().id
    return decided(id, lambda: services.send_now(id, head=head, user_id=by))


@bp.post(f"{ISSUE}/cancel")
@granted(Grant.EDITOR)
def cancel(id: int) -> Response:
    """Hold it back for good."""
    by = member().id
    return decided(id, lambda: services.cancel(id, user_id=by))
