"""Every row that points to somebody is spoken for: copied for them, or with a reason why not."""

from flask import Flask

from ion.base.extensions import db
from ion.core.ports.personal import CONTACT_ROLES, PERSONAL_DATA, RETAINED
from tests.house.personal import SPOKEN_FOR


def pointing() -> set[tuple[str, str]]:
    """Every (table, column) that points to a user or a person."""
    return {
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname.partition(".")[0] in ("user", "person")
    }


def test_every_column_that_points_to_somebody_is_spoken_for(app: Flask) -> None:
    assert pointing() - SPOKEN_FOR.keys() == set()
    assert SPOKEN_FOR.keys() - pointing() == set()


def test_whoever_is_said_to_speak_is_plugged_in(app: Flask) -> None:
    named = {kind for kind in SPOKEN_FOR.values() if " " not in kind}

    assert named - set(PERSONAL_DATA.kinds()) == set()


def test_every_offer_says_what_it_is_about(app: Flask) -> None:
    assert all(offer.label and offer.help and offer.days >= 0 for offer in RETAINED)
    assert len(set(CONTACT_ROLES.kinds())) == len(CONTACT_ROLES.kinds())
