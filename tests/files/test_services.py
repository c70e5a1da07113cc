"""Files are checked, kept once, hung on what they belong to, and removed when that goes."""

import os
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from ion.adapters.clamd_scanner import ClamdScanner
from ion.adapters.disk_storage import DiskStorage
from ion.base.extensions import db
from ion.commons.files import queries, services
from ion.commons.files.services import NoSuchFile, StillShown, Taken, TooMany
from ion.commons.files.services import items as verbs
from ion.core import clock, signals
from ion.core.pictures import pictures_of
from ion.core.ports import files as port
from ion.core.ports import scanner
from ion.core.ports.files import PICTURE_PATH, FileRefused
from ion.core.ports.parents import PARENTS
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Attachment,
    AuditRow,
    Edition,
    File,
    Item,
    ItemBody,
    ItemState,
    Revision,
    User,
    WorkingCopy,
)
from ion.worker import Worker
from tests.factories import PostFactory, UserFactory
from tests.files import clamd, samples
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("kept")]


@pytest.fixture
def item_id(app: Flask) -> int:
    PostFactory()
    return PostFactory().item_id


def stored(kept: DiskStorage) -> list[str]:
    return sorted(place.name for place in kept.folder.glob("??/*"))


def make_old(kept: DiskStorage) -> None:
    for name in stored(kept):
        os.utime(kept.place(name), (0, 0))


def rows(model: type[File] | type[Attachment]) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(model.id)).all())


def attach(
    item_id: int, user: User, name: str = "Plan.pdf", data: bytes = samples.PDF, title: str = ""
) -> int:
    taken = services.take_in(name, data)
    with unit_of_work():
        return services.attach(item_id, taken, title=title, user_id=user.id).id


def add_picture(item_id: int, user: User, alt: str = "A fair", data: bytes | None = None) -> tuple[int, str]:
    taken = services.take_in("fair.png", data or samples.picture(), only_pictures=True)
    with unit_of_work():
        file = services.add_picture(item_id, taken, alt=alt, user_id=user.id)
        return file.id, file.path


def titles(item_id: int) -> list[str]:
    db.session.rollback()
    return [row.title for row in queries.attachments(item_id)]


def test_taking_in_keeps_the_bytes_and_says_what_they_are(kept: DiskStorage) -> None:
    sent = samples.docx()

    taken = services.take_in("../Minutes.exe", sent)

    assert (taken.name, taken.width, taken.height) == ("Minutes.docx", None, None)
    with kept.open(taken.storage_key) as file:
        assert file.read() == sent


def test_of_a_picture_only_our_copy_is_kept(kept: DiskStorage) -> None:
    sent = samples.picture("PNG", (3200, 1600)) + b"hidden behind it"

    taken = services.take_in("fair.jpeg", sent)

    assert (taken.name, taken.type, taken.width, taken.height) == ("fair.png", "image/png", 1600, 800)
    assert b"hidden" not in b"".join(kept.place(name).read_bytes() for name in stored(kept))
    assert len(stored(kept)) == 1


def test_where_only_pictures_are_wanted_other_files_are_refused_and_not_kept(kept: DiskStorage) -> None:
    with pytest.raises(FileRefused, match=r"This is no picture\. Choose a JPEG, PNG, GIF, or WebP picture"):
        services.take_in("picture.png", samples.PDF, only_pictures=True)

    assert stored(kept) == []


def test_equal_bytes_are_shared_and_each_file_has_an_address_of_its_own(
    kept: DiskStorage, item_id: int
) -> None:
    user = UserFactory()
    attach(item_id, user, "one.pdf")
    attach(item_id, user, "two.pdf")

    rows = db.session.scalars(select(File).order_by(File.id)).all()

    assert [row.name for row in rows] == ["one.pdf", "two.pdf"]
    assert len({row.token for row in rows}) == 2
    assert [PICTURE_PATH.fullmatch(row.path) is None for row in rows] == [False, False]
    assert len({row.storage_key for row in rows}) == len(stored(kept)) == 1


def test_two_who_send_the_same_at_once_have_a_file_each_and_the_bytes_once(
    app: Flask, kept: DiskStorage, item_id: int
) -> None:
    user_id = UserFactory().id

    def send(number: int) -> None:
        taken = services.take_in(f"{number}.pdf", samples.PDF)
        with unit_of_work():
            services.attach(item_id, taken, title="", user_id=user_id)

    assert at_once(app, send) == [None] * 8

    db.session.rollback()
    positions = db.session.scalars(select(Attachment.position).order_by(Attachment.position)).all()
    assert positions == list(range(8))
    assert sorted(titles(item_id)) == [str(number) for number in range(8)]
    assert len(stored(kept)) == 1


def test_what_the_scanner_finds_is_refused_by_name_and_not_kept(kept: DiskStorage) -> None:
    with clamd.running() as server:
        scanner.use(ClamdScanner(server.address))
        with pytest.raises(
            FileRefused, match=r"found something harmful in this file \(Eicar-Test-Signature\)"
        ):
            services.take_in("harmless.txt", b"text " + clamd.EICAR)

    assert stored(kept) == []


def test_while_the_scanner_is_down_nothing_is_taken(kept: DiskStorage) -> None:
    with clamd.running() as server:
        scanner.use(ClamdScanner(server.address))
        server.answer = b"ERROR\0"
        with pytest.raises(FileRefused, match=r"was not kept\. Try again later"):
            services.take_in("minutes.txt", b"text")

    assert stored(kept) == []


def test_the_scanner_sees_what_was_sent_and_not_our_copy(kept: DiskStorage) -> None:
    sent = samples.picture() + b"behind"
    with clamd.running() as server:
        scanner.use(ClamdScanner(server.address))
        services.take_in("a.png", sent)

    assert server.seen == [sent]


def test_the_keeper_keeps_pictures_for_who_has_the_bytes(item_id: int) -> None:
    user = UserFactory()
    with unit_of_work():
        kept_picture = port.keeper().keep_picture(
            "post", item_id, name="image1.png", data=samples.picture(), user_id=user.id
        )
        known = pictures_of(item_id)

    assert PICTURE_PATH.fullmatch(kept_picture.path)
    assert known == {kept_picture.path: (40, 20)}
    with pytest.raises(FileRefused), unit_of_work():
        port.keeper().keep_picture("post", item_id, name="image1.png", data=b"<svg/>", user_id=user.id)


def test_pictures_of_an_item_are_its_own_and_no_other_kinds(item_id: int) -> None:
    user = UserFactory()
    _, path = add_picture(item_id, user)
    attach(item_id, user)
    taken = services.take_in("b.png", samples.picture("PNG", (9, 9)))
    with unit_of_work():
        services.keep("message", item_id, taken, user_id=user.id)

    assert pictures_of(item_id) == {path: (40, 20)}
    assert pictures_of(item_id + 1) == {}


def test_a_picture_is_ready_for_the_text_with_its_words(item_id: int) -> None:
    add_picture(item_id, UserFactory(), alt="Who pays? [Draft]")

    (row,) = queries.pictures(item_id)

    assert row.alt == "Who pays? [Draft]"
    assert row.markdown == rf"![Who pays? \[Draft\]]({row.path})"


def test_attachments_have_titles_and_an_order_that_can_be_changed(item_id: int) -> None:
    user = UserFactory()
    first, second, third = (attach(item_id, user, f"{name}.pdf") for name in ("one", "two", "three"))
    attach(PostFactory().item_id, user, "of another.pdf")

    def moved(attachment_id: int, step: int) -> list[str]:
        with unit_of_work():
            services.move(item_id, attachment_id, step, user_id=user.id)
        return titles(item_id)

    assert titles(item_id) == ["one", "two", "three"]
    assert moved(third, -1) == ["one", "three", "two"]
    assert moved(first, -1) == ["one", "three", "two"]
    assert moved(first, 1) == ["three", "one", "two"]
    assert moved(second, 1) == ["three", "one", "two"]


def test_a_new_version_stands_at_the_same_address(kept: DiskStorage, item_id: int) -> None:
    user, other = UserFactory(), UserFactory()
    attachment = attach(item_id, user, "Plan.pdf", title="The plan")
    (before,) = queries.attachments(item_id)

    taken = services.take_in("Plan 2.docx", samples.docx())
    with unit_of_work():
        services.replace(item_id, attachment, taken, user_id=other.id)
    (after,) = queries.attachments(item_id)

    assert (after.path, after.title, after.version) == (before.path, "The plan", 2)
    assert (after.name, after.kind) == ("Plan 2.docx", "Word document")


@pytest.mark.parametrize("place", ["live", "newest", "live revision", "waiting", "typed"])
def test_a_picture_that_a_text_shows_stays(item_id: int, place: str) -> None:
    user = UserFactory()
    picture, path = add_picture(item_id, user)
    text = {"sections": [{"markdown": f"See ![A fair]({path})."}]}
    with unit_of_work() as session:
        item = session.get_one(Item, item_id)
        numbers = {"newest": 3, "live revision": 1, "waiting": 2}
        for number in (1, 2, 3):
            content = text if numbers.get(place) == number else {"markdown": ""}
            session.add(Revision(item_id=item_id, number=number, at=clock.now(), content=content))
        item.live_revision, item.head_revision = 1, 3
        session.add(Edition(item_id=item_id, revision=2, state=ItemState.SCHEDULED, changed_at=clock.now()))
        if place == "live":
            session.get_one(ItemBody, item_id).markdown = text["sections"][0]["markdown"]
        typed = {"markdown": path} if place == "typed" else None
        session.add(WorkingCopy(item_id=item_id, user_id=user.id, content=typed, seen_at=clock.now()))

    with pytest.raises(StillShown, match="The text still shows this file"), unit_of_work():
        services.remove_picture(item_id, picture, user_id=user.id)
    assert rows(File) == 1


def test_a_picture_that_no_text_shows_any_more_is_removed(item_id: int) -> None:
    user = UserFactory()
    picture, path = add_picture(item_id, user)
    with unit_of_work() as session:
        item = session.get_one(Item, item_id)
        for number, text in ((1, path), (2, "")):
            session.add(Revision(item_id=item_id, number=number, at=clock.now(), content={"markdown": text}))
        item.live_revision = item.head_revision = 2

    with unit_of_work():
        services.remove_picture(item_id, picture, user_id=user.id)

    assert rows(File) == 0


def test_an_attachment_that_a_text_links_to_stays_until_it_does_not(item_id: int) -> None:
    user = UserFactory()
    attachment = attach(item_id, user)
    (row,) = queries.attachments(item_id)
    with unit_of_work() as session:
        session.get_one(ItemBody, item_id).markdown = f"[The plan]({row.path})"

    with pytest.raises(StillShown), unit_of_work():
        services.remove_attachment(item_id, attachment, user_id=user.id)
    with unit_of_work() as session:
        session.get_one(ItemBody, item_id).markdown = ""
    with unit_of_work():
        services.remove_attachment(item_id, attachment, user_id=user.id)

    assert (rows(Attachment), rows(File)) == (0, 0)


def test_files_are_only_found_on_their_own_item(item_id: int) -> None:
    user, other = UserFactory(), PostFactory().item_id
    picture, _ = add_picture(item_id, user)
    attachment, shown = attach(item_id, user), services.take_in("b.png", samples.picture("PNG", (9, 9)))
    with unit_of_work():
        attached = services.attach(item_id, shown, title="", user_id=user.id).file_id

    for deed in (
        lambda: services.remove_picture(other, picture, user_id=user.id),
        lambda: services.remove_picture(item_id, attached, user_id=user.id),
        lambda: services.remove_picture(item_id, 999_999, user_id=user.id),
        lambda: services.remove_picture(999_999, picture, user_id=user.id),
        lambda: services.remove_attachment(other, attachment, user_id=user.id),
        lambda: services.move(other, attachment, 1, user_id=user.id),
        lambda: services.replace(other, attachment, shown, user_id=user.id),
        lambda: services.attach(999_999, shown, title="", user_id=user.id),
    ):
        with pytest.raises(NoSuchFile), unit_of_work():
            deed()


def test_an_item_has_so_many_files_and_no_more(item_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    monkeypatch.setattr(verbs, "MOST_PICTURES", 1)
    monkeypatch.setattr(verbs, "MOST_ATTACHMENTS", 1)
    add_picture(item_id, user)
    attach(item_id, user)

    with pytest.raises(TooMany, match="1 pictures here already"):
        add_picture(item_id, user)
    with pytest.raises(TooMany, match="1 attachments here already"):
        attach(item_id, user)


def test_every_deed_is_in_the_log(item_id: int) -> None:
    user = UserFactory()
    picture, _ = add_picture(item_id, user, alt="A fair")
    attachment = attach(item_id, user)
    with unit_of_work():
        services.replace(item_id, attachment, services.take_in("b.pdf", samples.PDF), user_id=user.id)
        services.move(item_id, attachment, 1, user_id=user.id)
        services.remove_attachment(item_id, attachment, user_id=user.id)
        services.remove_picture(item_id, picture, user_id=user.id)

    told = db.session.execute(
        select(AuditRow.action, AuditRow.after).where(AuditRow.subject_id == item_id).order_by(AuditRow.id)
    ).all()

    assert [(action, after["file"]) for action, after in told] == [
        ("picture added", "A fair.png"),
        ("attachment added", "Plan.pdf"),
        ("attachment replaced", "b.pdf"),
        ("attachment moved", "b.pdf"),
        ("attachment removed", "b.pdf"),
        ("picture removed", "A fair.png"),
    ]


def test_files_go_with_the_item_at_once_since_another_may_get_its_number(item_id: int) -> None:
    user = UserFactory()
    add_picture(item_id, user)
    attach(item_id, user)
    attach(PostFactory().item_id, user)

    with unit_of_work() as session:
        item = session.get_one(Item, item_id)
        signals.item_removed.send(item)
        session.delete(item)

    assert (rows(File), rows(Attachment)) == (1, 1)


class Letters:
    """A kind of parent that is no item: the even ones exist."""

    kind = "letter"

    def may_see(self, id: int, user_id: int | None, scopes: frozenset[str]) -> bool:
        return False

    def existing(self, ids: Collection[int]) -> Collection[int]:
        return [id for id in ids if id % 2 == 0]


def test_at_night_files_of_what_is_gone_are_forgotten_a_day_later(
    app: Flask, item_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PARENTS._offers, "letter", Letters())
    taken = services.take_in("a.pdf", samples.PDF)
    parents = [
        ("post", item_id),
        ("post", 999_999),
        ("practice", item_id),
        ("letter", 1),
        ("letter", 2),
        ("else", 1),
    ]
    with unit_of_work():
        for kind, id in parents:
            services.keep(kind, id, taken, user_id=None)

    def after(hours: int) -> list[tuple[str, int]]:
        with clock.frozen(datetime.now(UTC) + timedelta(hours=hours)), unit_of_work():
            services.forget_gone()
        db.session.rollback()
        found = db.session.execute(select(File.parent_kind, File.parent_id).order_by(File.id))
        return [(kind, id) for kind, id in found]

    assert after(hours=23) == parents
    assert after(hours=25) == [("post", item_id), ("letter", 2), ("else", 1)]


def test_at_night_bytes_that_nothing_names_are_forgotten_a_day_later(
    app: Flask, kept: DiskStorage, item_id: int
) -> None:
    user = UserFactory()
    attach(item_id, user)
    named = stored(kept)
    services.take_in("never kept.txt", b"bytes that no file names")

    young = services.forget_unnamed()
    make_old(kept)
    Worker(app).night()

    assert young == 0
    assert stored(kept) == named


def test_bytes_that_are_shared_stay_as_long_as_one_file_names_them(kept: DiskStorage, item_id: int) -> None:
    user = UserFactory()
    first, second = attach(item_id, user), attach(item_id, user)

    def remove(attachment: int) -> int:
        with unit_of_work():
            services.remove_attachment(item_id, attachment, user_id=user.id)
        make_old(kept)
        services.forget_unnamed()
        return len(stored(kept))

    assert [remove(first), remove(second)] == [1, 0]


def test_bytes_that_come_again_while_the_night_looks_are_not_lost(
    kept: DiskStorage, item_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Taken] = []
    services.take_in("a.pdf", samples.PDF)
    make_old(kept)
    named = queries.named

    def meanwhile(keys: list[str]) -> set[str]:
        found = named(keys)
        taken.append(services.take_in("b.pdf", samples.PDF))
        return found

    monkeypatch.setattr(queries, "named", meanwhile)

    assert services.forget_unnamed() == 0
    assert stored(kept) == [taken[0].storage_key]
