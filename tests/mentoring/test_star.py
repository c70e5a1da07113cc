"""A star mentor: thirty members ask them in a day, and nobody is left hanging."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from ion.base.extensions import db
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries.suggestions import best_other
from ion.mentoring.services import answering
from ion.models import MentoringRequest
from tests.factories.mentoring import MentorFactory, NeedFactory
from tests.mailbox import read_mail
from tests.mentoring.asking import ask, work

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
TOPIC = ("topic", "employers")
ASKING = 30
DAY = timedelta(days=1)


@pytest.mark.parametrize("answers", [2, 0])
def test_thirty_ask_one_mentor_in_a_day_and_each_has_an_outcome_and_another_suggestion_within_a_week(
    now: datetime, answers: int
) -> None:
    star = MentorFactory(TOPIC, monthly_limit=2)
    MentorFactory(TOPIC, monthly_limit=40)
    star_id = star.person_id
    needs = []
    for number in range(ASKING):
        with clock.frozen(now + number * timedelta(minutes=40)):
            needs.append(NeedFactory(TOPIC))
            ask(star, need=needs[-1])
            if number % 10 == 0:
                work()
    with clock.frozen(now + DAY - timedelta(seconds=1)):
        work()
        mails = [mail for mail in read_mail() if mail.kind == "mentoring-requests"]
    requests = [request.id for request in db.session.query(MentoringRequest).order_by(MentoringRequest.id)]
    for id in requests[:answers]:
        with clock.frozen(now + 2 * DAY), unit_of_work():
            answering.accept(star_id, id)
    with clock.frozen(now + 8 * DAY):
        work()

        outcomes = Counter(str(request.state) for request in db.session.query(MentoringRequest))
        open_needs = [need.id for need in needs[answers:]]
        others = {other.mentor.id for id in open_needs if (other := best_other(id))}

        assert len(mails) == 1
        assert outcomes == ({"accepted": 2, "closed": 28} if answers else {"expired": 30})
        assert others
        assert star_id not in others
        assert all(best_other(id) for id in open_needs)
