"""Mail is forgotten after a time, with what was still to be done about it; what is newer stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.mailing import services
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Fate
from tests.conftest import NOW
from tests.factories.mail import DeliveryFactory
from tests.mailing.posting import left

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


@pytest.mark.parametrize("fate", [Fate.SENT, Fate.KEPT, Fate.UNKNOWN, Fate.WAITING])
def test_old_mail_is_forgotten_with_its_work(fate: Fate) -> None:
    DeliveryFactory(fate=fate, created_at=NOW - timedelta(days=90, seconds=1))
    young = DeliveryFactory(fate=fate, created_at=NOW - timedelta(days=90)).id

    with unit_of_work():
        gone = services.forget_before(NOW - timedelta(days=90), 10)

    assert gone == 1
    assert db.session.scalars(select(Delivery.id)).all() == [young]
    assert [row.subject_id for row in left()] == [young]
