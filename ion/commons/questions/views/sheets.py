"""The sheet of questions: as a part of an item's own page, as a page of its own, and as what a poll brings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, abort, make_response, redirect, request

from ion.commons.questions.forms import QuestionForm
from ion.commons.questions.policies import Phase, Reader
from ion.commons.questions.queries import boards, places, questions, readers, transcripts
from ion.commons.questions.queries.boards import PER_PAGE, Board, Shown
from ion.commons.questions.queries.places import Place
from ion.commons.questions.queries.readers import Known, Standing
from ion.commons.questions.views.blueprint import bp, reader
from ion.core import clock, site_settings
from ion.models import Question
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import or_404
from ion.web.login import viewer
from ion.web.pagination import Page, number_asked
from ion.web.visits import saw

HEADINGS = {
    Phase.ANY: "Questions and answers",
    Phase.BEFORE: "Questions for the presenters",
    Phase.LIVE: "Questions",
    Phase.AFTER: "Questions and answers",
}
panel = Fragment("questions/panel.html", "questions")
asked = Fragment("questions/panel.html", "asked")
whole = Fragment("questions/index.html", "main")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the templates draw: the questions and polls of an item as one reader meets them.

    `token` is a guest's, and is part of every address then. After a swap `problem` or `said` is shown and read out;
    `told` is read out alone, and `focus` is the id of what gets the focus where the button that was pressed is gone.
    """

    place: Place
    board: Board
    standing: Standing
    known: dict[int, Known]
    reader: Reader
    token: str = ""
    problem: str = ""
    said: str = ""
    told: str = ""
    focus: str = ""
    form: QuestionForm = field(default_factory=lambda: QuestionForm(formdata=None))

    @property
    def heading(self) -> str:
        return HEADINGS[self.place.phase]

    @property
    def path(self) -> str:
        """The page of these questions alone."""
        return f"/questions/guest/{self.token}" if self.token else f"/questions/{self.place.id}"

    def deed(self, id: int, verb: str, of: str = "question") -> str:
        """The address of what the reader may do with a question or a poll."""
        return f"{self.path}/{of}/{id}/{verb}" if self.token else f"/{of}/{id}/{verb}"

    @property
    def page(self) -> Page[Shown]:
        return Page(self.board.rows, self.board.number, self.board.total, self.path, (), PER_PAGE)

    @property
    def news(self) -> str:
        """Where the page looks for news by itself; empty while it does not."""
        until = self.place.span.polled_until(clock.now())
        if until is None:
            return ""
        number = (("page", str(self.board.number)),) if self.board.number > 1 else ()
        known = (("after", str(self.place.version)), ("until", str(int(until.timestamp()))))
        return f"{self.path}?{urlencode([*number, *known])}"

    @property
    def held(self) -> list[Known]:
        """The oldest questions that wait for this moderator."""
        return [row for row in self.known.values() if row.state == "held"]

    @property
    def is_live(self) -> bool:
        return self.place.phase is Phase.LIVE and not self.place.is_cancelled

    @property
    def first_held(self) -> bool:
        """Whether a first question of this reader waits for a moderator."""
        return not self.place.is_moderator and bool(site_settings.value(site_settings.FIRST_HELD))

    def transcript(self, question: Shown) -> str:
        """Where one reads what was answered live; empty where nothing is there to read."""
        anchor = (
            "" if question.second is None else transcripts.anchor(self.place.recording_id, question.second)
        )
        return f"{self.place.path}/transcript#{anchor}" if anchor else ""


def draw(place: Place, who: Reader, number: int = 1, **more: Any) -> Sheet:
    """The sheet as `who` meets it."""
    board = boards.board(place.id, place.version, number)
    open_polls = [poll.id for poll in board.polls if poll.is_open]
    standing = readers.standing(place.id, who, open_polls) if place.version else readers.NOBODY
    ids = [row.id for row in board.rows]
    known = readers.known(place.id, ids) if place.is_moderator and (ids or board.held) else {}
    return Sheet(place, board, standing, known, who, **more)


class Questions:
    """What templates ask: the questions about the item whose page is drawn."""

    def on(self, page: Any) -> Sheet | None:
        """The sheet of an item by its room's page object, of which only the id is asked; None where there is none."""
        who = reader()
        place = places.place(page.id, who)
        return draw(place, who) if place else None


def install(app: Flask) -> None:
    """Let every template ask `questions`."""
    app.jinja_env.globals["questions"] = Questions()


def place_of(item_id: int, who: Reader) -> Place:
    return or_404(places.place(item_id, who))


def number_wanted() -> int:
    """The page of questions that the reader has before the eyes."""
    return number_asked(request.values.get("page"))


def answer(fragment: Fragment, status: int, place: Place, who: Reader, **more: Any) -> Response:
    """The fragment for htmx; for a browser the page that holds the questions alone."""
    drawn = draw(place, who, number_wanted(), **more)
    return (fragment if wants_fragment() else whole).render(status, sheet=drawn)


def address(question: Question, place: Place, token: str = "") -> str:
    """Where a question stands for its readers now: on the item's page, or on a later page of questions."""
    number = boards.page_number(question)
    path = f"/questions/guest/{token}" if token else place.path
    if number > 1:
        path = f"{path if token else f'/questions/{place.id}'}?page={number}"
    return f"{path}#question-{question.id}"


def instant(seconds: str) -> datetime | None:
    """The instant of a Unix time in an address; None for anything that is none."""
    if not seconds.isascii() or not seconds.isdigit() or len(seconds) > 11:
        return None
    return datetime.fromtimestamp(int(seconds), tz=clock.now().tzinfo)


def is_old_news(item_id: int) -> bool:
    """Whether a page that looks for news has seen what there is; 404 where its reader may not know of the item.

    The page says until when it looks. Later it gets its part anew, without what lets it look.
    """
    after, until = request.args.get("after", ""), instant(request.args.get("until", ""))
    if not after or until is None or clock.now() >= until:
        return False
    who = viewer()
    version = places.version_of(item_id, reader().scopes) if who else places.recent_version(item_id)
    if version is None:
        abort(404)
    return str(version) == after


@bp.get("/questions/<int:item_id>")
def index(item_id: int) -> Response:
    """The questions about an item, a page at a time; `?after=<version>` is answered 204 while nothing is new."""
    if wants_fragment() and is_old_news(item_id):
        return make_response("", 204)
    saw(item_id)
    who = reader()
    return answer(asked, 200, place_of(item_id, who), who)


@bp.get("/question/<int:question_id>")
def show(question_id: int) -> Response:
    """On to the place where a question stands; one that was merged stands where the other one does."""
    who = reader()
    question = or_404(questions.question(question_id))
    place = place_of(question.item_id, who)
    root = questions.root(question)
    is_seen = root.state in ("open", "answered")
    is_own = bool(who.user_id) and question.user_id == who.user_id
    if not (is_seen or is_own or place.is_moderator):
        abort(404)
    url = address(root, place) if is_seen else f"{place.path}#questions"
    return make_response(redirect(url, 303))
