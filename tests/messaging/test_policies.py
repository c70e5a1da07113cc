"""The rules of messages that need no database."""

from datetime import timedelta

import pytest

from ion.messaging import policies
from tests.conftest import NOW


@pytest.mark.parametrize(("minutes", "may"), [(0, True), (14, True), (15, False)])
def test_a_message_may_be_changed_for_15_minutes(minutes: int, may: bool) -> None:
    at = NOW + timedelta(minutes=minutes)

    assert policies.may_change(created_at=NOW, is_gone=False, is_held=False, at=at) is may


def test_what_is_gone_or_waits_may_not_be_changed() -> None:
    assert not policies.may_change(created_at=NOW, is_gone=True, is_held=False, at=NOW)
    assert not policies.may_change(created_at=NOW, is_gone=False, is_held=True, at=NOW)
    assert not policies.may_withdraw(is_gone=True)
    assert policies.may_withdraw(is_gone=False)


def test_a_pair_is_named_the_same_from_both_sides() -> None:
    assert policies.pair(17, 3) == policies.pair(3, 17) == "3:17"
