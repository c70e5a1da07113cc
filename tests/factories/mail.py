"""Mails that were asked for."""

from typing import Any

from ion.commons.mailing import services
from ion.commons.mailing.services import Link
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, User

ASKED_AT = {"asked_at": "2026-11-21T15:00:00+00:00"}
"""What the test mail says."""


def DeliveryFactory(
    user: User | None = None,
    *,
    address: str = "",
    link: Link | None = None,
    unsubscribe: str = "",
    **fields: Any,
) -> Delivery:
    """A mail that waits, with the work of sending it; `fields` replace those of the row."""
    with unit_of_work():
        delivery = services.ask(
            fields.pop("kind", "test"),
            address=address or (user.email if user else "reader@ion.example"),
            template=fields.pop("template", "test"),
            user_id=user.id if user else None,
            context=fields.pop("context", ASKED_AT),
            link=link,
            unsubscribe=unsubscribe,
        )
        for name, value in fields.items():
            setattr(delivery, name, value)
    return delivery
