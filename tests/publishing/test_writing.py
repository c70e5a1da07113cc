"""Writing: every save is a version, none is lost, and readers see none of it before it is published."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.commons.publishing.queries.working import version
from ion.commons.publishing.services.refusals import Refused, Stale, UnclearAuthor
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Edition, Item, ItemState, Person, Revision, User, WorkingCopy
from ion.models.revision import SET_BESIDE
from tests.conftest import NOW
from tests.factories import PersonFactory, PostFactory, TopicFactory
from tests.publishing.writing import act, draft, editor, live, row, seen, write
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app")]


def numbers(item_id: int) -> list[int]:
    return list(
        db.session.scalars(
            select(Revision.number).where(Revision.item_id == item_id).order_by(Revision.number)
        )
    )


def test_starting_a_draft_makes_its_first_version_signed_by_whoever_starts_it() -> None:
    user_id = editor("Ellen Editor")

    item_id = draft(user_id, "Riding the wave")

    found = seen(item_id)
    assert (found.number, found.head, found.state, found.is_live) == (1, 1, ItemState.DRAFT, False)
    assert found.slug == "riding-the-wave"
    assert found.content["authors"] == [row(item_id).owner.person_id]  # type: ignore[union-attr]


def test_saving_keeps_every_version() -> None:
    user_id = editor()
    item_id = draft(user_id)

    second = write(item_id, user_id, markdown="Second.")
    third = write(item_id, user_id, markdown="Third.")

    item = row(item_id)
    assert (second, third, numbers(item_id)) == (2, 3, [1, 2, 3])
    assert version(item, 2)["markdown"] == "Second."  # type: ignore[index]


def test_saving_what_did_not_change_makes_no_version() -> None:
    user_id = editor()
    item_id = draft(user_id, markdown="The same.")

    number = write(item_id, user_id, markdown="The same.")

    assert (number, numbers(item_id)) == (1, [1])


def test_saving_on_an_older_version_writes_nothing_and_says_what_it_met() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    item_id = draft(ellen)
    write(item_id, oscar, markdown="Oscar was faster.")

    with pytest.raises(Stale) as met:
        act(services.save, item_id, {"markdown": "Ellen's."}, base=1, user_id=ellen)

    assert (met.value.head, met.value.theirs["markdown"]) == (2, "Oscar was faster.")
    assert numbers(item_id) == [1, 2]


def test_of_editors_who_save_at_the_same_moment_one_is_first_and_every_other_learns_of_it(app: Flask) -> None:
    users = [editor(f"Editor {number}") for number in range(8)]
    item_id = draft(users[0])

    def deed(number: int) -> Any:
        try:
            return act(services.save, item_id, {"markdown": f"Text {number}"}, base=1, user_id=users[number])
        except Stale as stale:
            return (stale.head, stale.theirs["markdown"])

    answers = at_once(app, deed)

    [winner] = [number for number, answer in enumerate(answers) if answer == 2]
    others = [answer for answer in answers if answer != 2]
    assert others == [(2, f"Text {winner}")] * 7
    assert seen(item_id).content["markdown"] == f"Text {winner}"


def test_restoring_an_old_version_makes_a_new_one() -> None:
    user_id = editor()
    item_id = draft(user_id, markdown="First.")
    write(item_id, user_id, markdown="Second.")

    number = act(services.restore, item_id, 1, user_id=user_id)

    found = seen(item_id)
    assert (number, found.content["markdown"], numbers(item_id)) == (3, "First.", [1, 2, 3])
    assert db.session.get(Revision, (item_id, 3)).note == "Version 1 restored"  # type: ignore[union-attr]


def test_restoring_what_the_newest_version_says_is_refused() -> None:
    user_id = editor()
    item_id = draft(user_id)

    with pytest.raises(Refused, match="nothing to restore"):
        act(services.restore, item_id, 1, user_id=user_id)


def test_editing_a_live_post_leaves_readers_with_what_they_have() -> None:
    user_id = editor()
    item_id = live(user_id, markdown="As published.")

    write(item_id, user_id, title="Another title", markdown="As written since.")

    item, found = row(item_id), seen(item_id)
    assert (item.title, item.body.markdown, item.state) == (
        "Riding the wave",
        "As published.",
        ItemState.PUBLISHED,
    )
    assert (found.title, found.state, found.is_live) == ("Another title", ItemState.DRAFT, True)


def test_editing_a_post_that_has_no_version_yet_begins_from_its_rows() -> None:
    user_id = editor()
    item_id = PostFactory("As it stands.", {"topic": ["apprenticeship"]}, title="Older").item_id
    TopicFactory(key="apprenticeship", name="Apprenticeship")

    before = seen(item_id)
    write(item_id, user_id, summary="New summary.")

    after = seen(item_id)
    assert (before.number, before.content["markdown"]) == (0, "As it stands.")
    assert (after.number, after.content["markdown"], after.content["topics"]) == (
        1,
        "As it stands.",
        ["apprenticeship"],
    )


def test_a_version_that_an_import_set_beside_is_not_the_one_worked_on() -> None:
    user_id = editor()
    item_id = live(user_id, markdown="Ours.")
    with unit_of_work():
        item = db.session.get(Item, item_id)
        assert item is not None
        item.head_revision = 2
        beside = {"title": "T", "summary": "", "markdown": "Theirs.", "topics": [], "authors": []}
        db.session.add(
            Revision(item_id=item_id, number=2, at=clock.now(), note=SET_BESIDE, content=beside, schema=1)
        )

    found = seen(item_id)
    saved = write(item_id, user_id, markdown="Ours, again.")

    assert (found.number, found.head, found.content["markdown"]) == (1, 2, "Ours.")
    assert saved == 3


def test_what_is_typed_is_kept_for_its_writer_alone_and_is_no_version() -> None:
    ellen, oscar = editor("Ellen"), editor("Oscar")
    item_id = draft(ellen)

    with clock.frozen(NOW):
        act(services.keep_copy, item_id, user_id=ellen, base=1, fields={"title": "Half a ti"})
        act(services.note_open, item_id, user_id=oscar)

    mine, other = (db.session.get(WorkingCopy, (item_id, user)) for user in (ellen, oscar))
    assert mine is not None and other is not None
    assert (mine.content, mine.base, mine.saved_at) == ({"title": "Half a ti"}, 1, NOW)
    assert (other.content, other.seen_at) == (None, NOW)
    assert numbers(item_id) == [1]


def test_opening_the_page_keeps_what_was_typed_before() -> None:
    user_id = editor()
    item_id = draft(user_id)
    with clock.frozen(NOW):
        act(services.keep_copy, item_id, user_id=user_id, base=1, fields={"title": "Half a ti"})

    with clock.frozen(NOW + timedelta(minutes=5)):
        act(services.note_open, item_id, user_id=user_id)

    kept = db.session.get(WorkingCopy, (item_id, user_id))
    assert kept is not None
    assert (kept.content, kept.saved_at) == ({"title": "Half a ti"}, NOW)


def test_saving_forgets_what_was_typed() -> None:
    user_id = editor()
    item_id = draft(user_id)
    act(services.keep_copy, item_id, user_id=user_id, base=1, fields={"title": "Half a ti"})

    write(item_id, user_id, title="Half a title")

    assert db.session.scalar(select(WorkingCopy.content)) is None


def test_a_drafts_address_follows_its_title_until_it_is_published() -> None:
    user_id = editor()
    item_id = draft(user_id, "Riding the wave")

    write(item_id, user_id, title="Riding another wave")
    drafted = row(item_id).slug
    act(services.publish, item_id, user_id=user_id)
    write(item_id, user_id, title="A third title")
    act(services.publish, item_id, user_id=user_id)

    assert (drafted, row(item_id).slug) == ("riding-another-wave", "riding-another-wave")


def test_a_title_that_somebody_had_gets_an_address_of_its_own() -> None:
    user_id = editor()
    draft(user_id, "Riding the wave")

    with unit_of_work():
        second = services.start("post", title="Riding the wave", user_id=user_id).slug
        site = services.start("post", title="New", user_id=user_id).slug

    assert (second, site) == ("riding-the-wave-2", "new-2")


def test_discarding_a_draft_that_nobody_read_leaves_no_trace_of_it() -> None:
    user_id = editor()
    item_id = draft(user_id)
    act(services.keep_copy, item_id, user_id=user_id, base=1, fields={})

    is_gone = act(services.discard, item_id, user_id=user_id)

    left = [db.session.scalar(select(func.count()).select_from(each)) for each in (Item, Edition, Revision)]
    assert (is_gone, left) == (True, [0, 0, 0])


def test_discarding_changes_of_a_live_post_goes_back_to_what_readers_have_and_loses_no_version() -> None:
    user_id = editor()
    item_id = live(user_id, markdown="As published.")
    write(item_id, user_id, markdown="Nonsense.")

    is_gone = act(services.discard, item_id, user_id=user_id)

    found = seen(item_id)
    assert (is_gone, found.state, found.content["markdown"]) == (False, ItemState.PUBLISHED, "As published.")
    assert numbers(item_id) == [1, 2, 3]


def test_a_byline_names_people_who_are_here_and_makes_those_who_are_not() -> None:
    les = PersonFactory(name="Les Range")
    editor_person = db.session.get(User, editor("Ellen Editor"))
    assert editor_person is not None

    ids = act(services.persons_named, f"Les Range\nEllen #{editor_person.person_id}\nNew Writer; A College\n")

    new = db.session.get(Person, ids[2])
    assert new is not None
    assert ids[:2] == [les.id, editor_person.person_id]
    assert (new.name, new.affiliation) == ("New Writer", "A College")
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Anna #99999", "Nobody here"),
        ("Maria Lopez", "More than one person"),
        ("; A College", "one person a line"),
    ],
)
def test_a_line_of_the_byline_that_is_not_clear_is_asked_about(line: str, words: str) -> None:
    PersonFactory(name="Maria Lopez")
    PersonFactory(name="Maria Lopez")

    with pytest.raises(UnclearAuthor, match=words):
        act(services.persons_named, line)
