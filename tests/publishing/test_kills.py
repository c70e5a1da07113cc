"""A worker killed while it publishes: what was scheduled goes out once, whole, and nothing of it is missing."""

import random
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.publishing import services
from ion.core import clock, outbox
from ion.models import AuditRow, Item, ItemState, OutboxRow
from ion.search import services as search
from tests.publishing.writing import act, draft, editor, local
from tests.roof.test_kills import house, kill_a_worker, restart

__all__ = ["house"]
CLAIMED, WENT_LIVE, FINISHED = 1, 2, 3
"""The transactions of publishing one scheduled item, in order."""
SOAK_KILLS = 50


def due(user_id: int, title: str) -> int:
    """The id of an item that was scheduled for an hour ago."""
    moment = local("2026-01-05 09:00")
    item_id = draft(user_id, title, markdown=f"The text of {title}.")
    with clock.frozen(moment.at - timedelta(days=1)):
        act(services.schedule, item_id, moment, user_id=user_id)
    return item_id


def outcome() -> tuple[int, int, int]:
    """How many items are published, how many times one went live, how much of that work waits."""
    db.session.rollback()
    published = select(func.count()).where(Item.state == ItemState.PUBLISHED, Item.live_revision.is_not(None))
    went = select(func.count()).where(AuditRow.action == "published on schedule")
    waits = select(func.count()).where(OutboxRow.task == services.GO_LIVE)
    counts = [db.session.scalar(each) or 0 for each in (published, went, waits)]
    return counts[0], counts[1], counts[2]


@pytest.mark.parametrize(
    ("moment", "number"),
    [("after_commit", CLAIMED), ("before_commit", WENT_LIVE), ("after_commit", WENT_LIVE)],
)
def test_a_worker_killed_at_a_named_point_of_publishing_publishes_once(
    house: Flask, tmp_path: Path, moment: str, number: int
) -> None:
    due(editor(), "Due at nine")

    status = kill_a_worker(tmp_path, f"{moment} {number}")
    restart(house)

    assert status == -signal.SIGKILL
    assert outcome() == (1, 1, 0)
    assert search.check().is_equal


@pytest.mark.soak
def test_workers_killed_at_random_moments_publish_each_scheduled_item_once(
    house: Flask, tmp_path: Path
) -> None:
    dice, user_id, asked = random.Random(), editor(), 0
    for _ in range(SOAK_KILLS):
        for _ in range(dice.randrange(1, 12)):
            asked += 1
            due(user_id, f"Item {asked}")

        kill_a_worker(tmp_path, str(dice.randrange(900, 2500)))
        restart(house)

        assert outcome() == (asked, asked, 0)
    assert outbox.waiting() == 0
    assert search.check().is_equal
