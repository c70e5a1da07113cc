"""Planting the local areas that ship with ION."""

from sqlalchemy import select

from ion.base.extensions import db
from ion.base.vocabulary.areas import area_seeds
from ion.models import LocalArea


def plant_areas() -> None:
    """Fill in the local areas of each state that has none; what was made of the others is left alone."""
    planted = set(db.session.scalars(select(LocalArea.state).distinct()))
    db.session.add_all(
        LocalArea(key=seed.key, state=state, name=seed.name)
        for state, seeds in area_seeds().items()
        if state not in planted
        for seed in seeds
    )
