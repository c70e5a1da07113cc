"""Which step leads on from where, and that every other one is refused in words and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from ion.commons.publishing import services
from ion.commons.publishing.policies import LEGAL, Step
from ion.commons.publishing.services.holding import hold
from ion.commons.publishing.services.refusals import IllegalStep
from ion.models import ItemState
from tests.publishing.writing import act, draft, editor, local, row, seen

pytestmark = pytest.mark.usefixtures("app", "now")

TOMORROW = local("2026-11-25 09:00")
Deed = Callable[[int, int], Any]
STEPS: dict[Step, Deed] = {
    Step.SAVE: lambda item, user: services.save(
        item, {"markdown": "More."}, base=seen_head(item), user_id=user
    ),
    Step.ASK: lambda item, user: services.ask_review(item, user_id=user),
    Step.TAKE_BACK: lambda item, user: services.take_back(item, user_id=user),
    Step.JUDGE: lambda item, user: services.request_changes(item, user_id=user, note="More numbers."),
    Step.PUBLISH: lambda item, user: services.publish(item, user_id=user),
    Step.SCHEDULE: lambda item, user: services.schedule(item, TOMORROW, user_id=user),
    Step.UNSCHEDULE: lambda item, user: services.unschedule(item, user_id=user),
    Step.WITHDRAW: lambda item, user: services.withdraw(item, reason="mistake", user_id=user),
    Step.REINSTATE: lambda item, user: services.reinstate(item, user_id=user),
    Step.DISCARD: lambda item, user: services.discard(item, user_id=user),
    Step.CORRECT: lambda item, user: services.correct(item, "It was 14, not 41.", user_id=user),
}
WAYS: dict[ItemState, list[Step]] = {
    ItemState.DRAFT: [],
    ItemState.IN_REVIEW: [Step.ASK],
    ItemState.SCHEDULED: [Step.SCHEDULE],
    ItemState.PUBLISHED: [Step.PUBLISH],
    ItemState.WITHDRAWN: [Step.PUBLISH, Step.WITHDRAW],
}


def seen_head(item_id: int) -> int:
    return hold(item_id).item.head_revision


def brought_to(state: ItemState, user_id: int) -> int:
    item_id = draft(user_id)
    for step in WAYS[state]:
        act(STEPS[step], item_id, user_id)
    return item_id


@pytest.mark.parametrize("state", WAYS)
def test_an_item_of_features_1_1_states_takes_legal_steps_and_refuses_the_others_in_words(
    state: ItemState,
) -> None:
    user_id = editor()
    for step, deed in STEPS.items():
        item_id = brought_to(state, user_id)
        before = (row(item_id).state, seen(item_id))
        is_legal = step in LEGAL[state] or (step is Step.CORRECT and state is ItemState.PUBLISHED)

        if is_legal:
            act(deed, item_id, user_id)
        else:
            with pytest.raises(IllegalStep) as refusal:
                act(deed, item_id, user_id)
            assert str(refusal.value).endswith(".") and len(str(refusal.value).split()) > 4
            assert (row(item_id).state, seen(item_id)) == before


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (Step.ASK, ItemState.IN_REVIEW),
        (Step.SCHEDULE, ItemState.SCHEDULED),
        (Step.PUBLISH, ItemState.PUBLISHED),
        (Step.WITHDRAW, ItemState.WITHDRAWN),
    ],
)
def test_a_step_from_a_draft_leads_where_it_says(step: Step, state: ItemState) -> None:
    user_id = editor()
    item_id = draft(user_id)

    act(STEPS[step], item_id, user_id)

    assert (row(item_id).state, seen(item_id).state) == (state, state)
