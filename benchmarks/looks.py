"""Which pages are measured, through whose eyes, and how an answer shows that it is the one that was meant."""

from dataclasses import dataclass
from zlib import crc32

from benchmarks import people

BROWSER = "Mozilla/5.0 (bench)"
SEARCHES = (
    "employer+champion+meeting",
    "rural+childcare+transport",
    "apprentice+welding+wage",
    "data+dashboard+measure",
)


@dataclass(frozen=True, slots=True)
class Look:
    """A page to measure: its addresses in turn, and who looks; `shows` must stand in every answer."""

    name: str
    paths: list[str]
    token: str = people.TOKEN
    shows: str = ""

    def headers(self, path: str, reader: int) -> dict[str, str]:
        """Some readers take turns, each with few enough requests that none meets a limit."""
        address = f"10.0.{crc32(self.name.encode() + path.encode()) % 250}.{reader}"
        cookie = {"Cookie": f"ion={self.token}"} if self.token else {}
        return {"User-Agent": BROWSER, "X-Forwarded-For": address} | cookie

    def check(self, path: str, status: int, page: str) -> None:
        """AssertionError for an answer that is not what was to be measured."""
        assert status == 200, (path, status)
        assert self.shows in page, f"{path} was not answered as it should be: no {self.shows!r}"


def by_member(name: str, *paths: str) -> Look:
    return Look(name, [*paths], shows=f'<span class="ion-me__label">{people.NAME}</span>')


def by_editor(name: str, *paths: str) -> Look:
    shows = f'<span class="ion-me__label">{people.EDITOR_NAME}</span>'
    return Look(f"{name}, editor", [*paths], token=people.EDITOR_TOKEN, shows=shows)


def by_visitor(name: str, *paths: str) -> Look:
    return Look(f"{name}, visitor", [*paths], token="", shows='href="/account/sign-in"')


TEXT = by_member("a page of text", "/about")


def looks(size: int) -> list[Look]:
    words = [f"/practices/?q={words}" for words in SEARCHES]
    middle = size // 2 + 1  # each twentieth is for members only
    post, practice, webinar = f"/blog/post-{middle}", f"/practices/practice-{middle}", "/webinars/webinar-"
    return [
        Look("static file", ["/static/favicon.svg"], shows="<svg"),
        TEXT,
        by_member("home", "/"),
        by_visitor("home", "/"),
        by_member("blog list", "/blog/"),
        by_member("blog list, page 10", "/blog/?page=10"),
        by_member("blog list of a topic", "/blog/?topic=topic-3"),
        by_member("post", post),
        by_visitor("post", post),
        by_member("practice library, browse", "/practices/"),
        by_member("practice search, 3 words", *words),
        by_member(
            "practice search, 3 words + 2 filters",
            *(f"{path}&state=CO&state=OH&setting=rural" for path in words),
        ),
        by_member("practice", practice),
        by_visitor("practice", practice),
        by_member("search everything, 3 words", *(f"/search?q={words}" for words in SEARCHES)),
        by_member("webinars list", "/webinars/"),
        by_member("webinars list, past, page 10", "/webinars/?when=past&page=10"),
        by_member("webinars list of a topic", "/webinars/?topic=topic-3"),
        by_member("webinar to come", f"{webinar}{middle - 9}"),
        by_member("webinar that was", f"{webinar}{middle + 9}"),
        by_member("directory list", "/directory/"),
        by_member("directory list of a role and state", "/directory/?role=employers&state=KY"),
        by_member("organization", "/directory/organization-1"),
        by_member("organization, its people", "/people/?organization=organization-1"),
        by_member("people", "/people/"),
        by_member("people of a role and state", "/people/?role=employers&state=KY"),
        by_member("people, 2 words", "/people/?q=data+employer"),
        by_member("person", "/people/2"),
        by_member("states", "/states/"),
        by_member("state", f"/states/{people.STATE}"),
        by_member("state, its people, page 3", f"/people/?state={people.STATE}&page=3"),
        by_member("role", "/roles/employers"),
        by_member("saved", "/saved/"),
        by_member("what is followed", "/saved/following"),
        by_member("notifications", "/notifications"),
        by_member("own profile", "/people/profile"),
        by_member("messages", "/messages/"),
        by_member("messages, search of one's own", "/messages/?q=plant+evening"),
        by_member("conversation of 20,000 messages", "/messages/1"),
        by_member("conversation, in the middle", "/messages/1?around=9000"),
        by_member("new message", "/messages/new?to=900"),
        by_visitor("sign in", "/account/sign-in"),
        by_editor("desk", "/staff/"),
        by_editor("desk, published, page 10", "/staff/?tab=published&page=10"),
        by_editor("page of writing", f"/staff/publishing/{middle}"),
        by_editor("release", f"/staff/publishing/{middle}/release"),
        by_editor("preview", f"/staff/publishing/{middle}/preview"),
        by_editor("stale content", "/staff/stale"),
        by_editor("topics", "/staff/topics"),
        by_editor("newsletters", "/staff/newsletters/"),
    ]
