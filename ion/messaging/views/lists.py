"""One's own conversations as a list: folders, search, and what the badges count."""

from dataclasses import dataclass

from flask import Response, make_response, redirect, request

from ion.core.access import Viewer
from ion.messaging import services
from ion.messaging.queries import finding, inbox
from ion.messaging.queries.finding import Found
from ion.messaging.queries.inbox import ConversationRow, Folder, Totals
from ion.messaging.views.blueprint import bp, done, part
from ion.web.fragments import Fragment, wants_fragment
from ion.web.guards import member
from ion.web.pagination import Page, number_asked

BESIDE = 12
"""Conversations in the list beside an open one."""
LONGEST_QUERY = 200
page = Fragment("messaging/index.html", "main")
listed = Fragment("messaging/conversations.html", "conversations")
LABELS = {
    Folder.INBOX: "Inbox",
    Folder.UNREAD: "Unread",
    Folder.REQUESTS: "Requests",
    Folder.ARCHIVED: "Archived",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A folder in the list of folders; `count` is None where it is not counted."""

    label: str
    path: str
    count: int | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows: conversations of a folder, or messages in which `q` was found.

    `open_id` is the conversation that stands beside the list, 0 for none.
    """

    folder: Folder
    tabs: list[Tab]
    q: str = ""
    page: Page[ConversationRow] | None = None
    found: Page[Found] | None = None
    open_id: int = 0
    totals: Totals | None = None

    @property
    def heading(self) -> str:
        return LABELS[self.folder]


def path_of(folder: Folder) -> str:
    return "/messages/" if folder is Folder.INBOX else f"/messages/?folder={folder}"


def tabs(current: Folder, totals: Totals | None) -> list[Tab]:
    counts = {folder: getattr(totals, folder) for folder in Folder} if totals else {}
    return [
        Tab(label, path_of(folder), counts.get(folder) or None, folder is current)
        for folder, label in LABELS.items()
    ]


def beside(who: Viewer, open_id: int) -> Listing:
    """The newest conversations, beside an open one."""
    rows = inbox.inbox(who.id, Folder.INBOX, offset=0, limit=BESIDE)
    shown = Page(rows, 1, len(rows), "/messages/", per_page=BESIDE)
    return Listing(Folder.INBOX, tabs(Folder.INBOX, None), page=shown, open_id=open_id)


def listing(who: Viewer) -> Listing:
    """The list that the address asks for."""
    asked = request.args
    folder = Folder(asked["folder"]) if asked.get("folder") in list(Folder) else Folder.INBOX
    q = " ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    number, open_id = number_asked(asked.get("page")), asked.get("open", 0, type=int)
    if q:
        return Listing(folder, tabs(folder, None), q=q, found=found(who, q, number), open_id=open_id)
    if open_id:
        return beside(who, open_id)
    totals = inbox.totals(who.id)
    shown: Page[ConversationRow] = Page([], number, getattr(totals, folder), "/messages/", parameters(folder))
    number = min(number, shown.pages)
    rows = inbox.inbox(who.id, folder, offset=(number - 1) * shown.per_page, limit=shown.per_page)
    shown = Page(rows, number, shown.total, shown.path, shown.parameters)
    return Listing(folder, tabs(folder, totals), page=shown, totals=totals)


def parameters(folder: Folder) -> tuple[tuple[str, str], ...]:
    return () if folder is Folder.INBOX else (("folder", str(folder)),)


def found(who: Viewer, q: str, number: int) -> Page[Found]:
    """Messages with these words. Nobody counts them all: another page is offered where one more was found."""
    blank: Page[Found] = Page([], number, 0, "/messages/", (("q", q),))
    begin = (number - 1) * blank.per_page
    hits = finding.found(who.id, q, offset=begin, limit=blank.per_page + 1)
    return Page(hits[: blank.per_page], number, begin + len(hits), blank.path, blank.parameters)


@bp.get("/")
def index() -> Response:
    """One's own conversations."""
    fragment = listed if wants_fragment() else page
    return fragment.render(listing=listing(member()))


@bp.post("/read")
def read_all() -> Response:
    """Mark all of one's conversations as read."""
    who = member()
    done(lambda: services.read_all(who.id))
    return make_response(redirect("/messages/", 303))


@bp.get("/badge")
def badge() -> Response:
    """How many conversations and notifications are new; nothing where that is what the page shows already."""
    who = member()
    if not wants_fragment():
        return make_response(redirect("/messages/", 303))
    if request.args.get("after") == f"{who.messages}-{who.unread}":
        return make_response("", 204)
    response = part("messaging/badges.html", viewer=who)
    response.headers["HX-Trigger"] = "messages-changed"
    return response
