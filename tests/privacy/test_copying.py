"""A copy holds every row of its owner and nothing of others; it is made once, kept for a week, and nobody else's."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.files import services as files
from ion.core import clock, working
from ion.core.ports import storage
from ion.core.ports.personal import PERSONAL_DATA
from ion.core.unit_of_work import unit_of_work
from ion.models import DataExport, Delivery, File, User
from ion.privacy.parents import ExportParent
from ion.privacy.services import copying
from ion.privacy.services.refusals import TooSoon
from ion.worker import HANDLERS
from tests.accounts.people import Member
from tests.conftest import NOW
from tests.factories import PostFactory
from tests.privacy.lives import leave_traces
from tests.racing import at_once

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
ELSEWHERE = {"messages", "moderation"}
"""Told apart in the tests of their rooms: their copies are no plain rows."""


def records(value: Any) -> Iterator[dict[str, Any]]:
    """Every record in a copy, however deep."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from records(each)
    elif isinstance(value, list):
        for each in value:
            yield from records(each)


def copy_of(user: User) -> dict[str, dict[str, Any]]:
    return {room.kind: dict(room.export(user.id, user.person_id)) for room in PERSONAL_DATA}


def holds(copy: dict[str, Any], kind: str, key: dict[str, Any]) -> bool:
    plain = json.loads(json.dumps(key, default=str))
    return any(plain.items() <= record.items() for record in records(copy[kind]))


def ask(user: User) -> int:
    with unit_of_work():
        return copying.ask(user.id).id


def work() -> None:
    working.run_due(HANDLERS, "test")


def archive_of(export_id: int) -> ZipFile:
    key = db.session.scalars(
        select(File.storage_key).where(File.parent_kind == "export", File.parent_id == export_id)
    ).one()
    with storage.storage().open(key) as opened:
        return ZipFile(BytesIO(opened.read()))


def test_a_copy_holds_every_row_of_its_owner_and_none_of_anybody_else(nora: User) -> None:
    other = Member("other@ion.example", name="Somebody Else")
    hers, theirs = leave_traces(nora), leave_traces(other)

    copy = copy_of(nora)

    told = [trace for trace in hers if trace.kind in copy and trace.kind not in ELSEWHERE]
    assert len(told) > 40
    assert [trace for trace in told if not holds(copy, trace.kind, trace.key)] == []
    whole = f'"{json.dumps(copy)}"'
    marks = [mark for trace in theirs for mark in trace.marks]
    assert len(marks) > 40
    assert [mark for mark in marks if f'"{mark}"' in whole] == []


def test_a_copy_holds_no_secret(nora: User) -> None:
    leave_traces(nora)

    told = json.dumps(copy_of(nora))

    assert nora.password_hash not in told
    assert "token_hash" not in told and '"token"' not in told and "storage_key" not in told


def test_the_worker_makes_an_archive_with_the_files_and_tells_by_mail(nora: User) -> None:
    post = PostFactory()
    with unit_of_work():
        files.keep("post", post.item_id, files.take_in("notes.txt", b"Ours"), user_id=nora.id)
    export_id = ask(nora)

    work()

    archive = archive_of(export_id)
    export = db.session.get_one(DataExport, export_id)
    assert export.ready_at == NOW and export.expires_at == NOW + timedelta(days=7)
    assert json.loads(archive.read("account.json"))["login"][0]["email"] == "nora@quist.example"
    assert [archive.read(name) for name in archive.namelist() if name.startswith("files/")] == [b"Ours"]
    mails = db.session.scalars(select(Delivery.template).where(Delivery.kind == "data copy")).all()
    assert mails == ["privacy/copy"]


def test_a_copy_says_what_it_leaves_out(nora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    post = PostFactory()
    monkeypatch.setattr(copying, "MOST_BYTES", 5)
    with unit_of_work():
        files.keep("post", post.item_id, files.take_in("a.txt", b"1234"), user_id=nora.id)
        large = files.keep("post", post.item_id, files.take_in("b.txt", b"123456"), user_id=nora.id).id
    export_id = ask(nora)

    work()

    archive = archive_of(export_id)
    assert f"files/files/{large}-b.txt" in archive.read("ABOUT.txt").decode()
    assert sum(name.startswith("files/") for name in archive.namelist()) == 1


def test_ask_is_refused_for_a_day_also_for_two_at_once(app: Flask, nora: User) -> None:
    id = nora.id

    def deed(_number: int) -> str:
        try:
            with unit_of_work():
                copying.ask(id)
        except TooSoon:
            return "refused"
        return "asked"

    answers = at_once(app, deed, 4)

    assert sorted(answers) == ["asked", "refused", "refused", "refused"]


def test_ask_again_is_possible_a_day_later(nora: User) -> None:
    ask(nora)

    with clock.frozen(NOW + timedelta(days=1)):
        assert ask(nora)


def test_a_worker_that_dies_after_the_archive_was_kept_makes_one_file_and_one_mail(nora: User) -> None:
    export_id = ask(nora)
    archive = copying.put_archive(db.session.get_one(User, nora.id))
    with unit_of_work():
        copying.keep(export_id, archive)

    work()

    assert db.session.scalar(select(func.count(File.id))) == 1
    assert db.session.scalar(select(func.count(Delivery.id))) == 1


def test_a_worker_that_dies_before_the_archive_was_kept_begins_anew(
    nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask(nora)
    with monkeypatch.context() as broken:
        broken.setattr(copying, "keep", lambda *_: 1 / 0)
        work()
    assert db.session.get_one(DataExport, export_id).ready_at is None

    with clock.frozen(NOW + timedelta(minutes=1)):
        work()

    assert archive_of(export_id).testzip() is None


def test_what_fails_is_said_to_its_owner_until_it_works(nora: User, monkeypatch: pytest.MonkeyPatch) -> None:
    export_id = ask(nora)
    with monkeypatch.context() as broken:
        broken.setattr(copying, "put_archive", lambda _: 1 / 0)
        work()
    assert db.session.get_one(DataExport, export_id).problem == copying.PROBLEM

    with clock.frozen(NOW + timedelta(minutes=1)):
        work()

    assert db.session.get_one(DataExport, export_id).problem == ""


def test_only_the_owner_fetches_the_archive_and_only_while_it_lasts(nora: User, omar: User) -> None:
    export_id = ask(nora)
    parent = ExportParent()
    assert not parent.may_see(export_id, nora.id, frozenset())

    work()

    assert parent.may_see(export_id, nora.id, frozenset())
    assert not parent.may_see(export_id, omar.id, frozenset({"staff"}))
    assert not parent.may_see(export_id, None, frozenset())
    with clock.frozen(NOW + timedelta(days=7)):
        assert not parent.may_see(export_id, nora.id, frozenset())


def test_an_old_copy_is_forgotten_with_its_file(nora: User) -> None:
    ask(nora)
    work()

    with clock.frozen(NOW + timedelta(days=7)), unit_of_work():
        copying.forget_expired()

    assert db.session.scalar(select(func.count(DataExport.id))) == 0
    assert db.session.scalar(select(func.count(File.id))) == 0
