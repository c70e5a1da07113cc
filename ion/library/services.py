"""Writing to the practice library."""

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.base.vocabulary.stages import STAGE_SEEDS
from ion.base.vocabulary.topics import TOPIC_SEEDS
from ion.models import Stage, Topic


def plant_vocabulary() -> None:
    """Fill the tables of stages and topics where they are empty; what staff made of them is left alone."""
    if not db.session.scalar(select(func.count()).select_from(Stage)):
        db.session.add_all(
            Stage(key=seed.key, name=seed.name, position=seed.position, summary=seed.note)
            for seed in STAGE_SEEDS
        )
    if not db.session.scalar(select(func.count()).select_from(Topic)):
        db.session.add_all(Topic(key=seed.key, name=seed.name, summary=seed.summary) for seed in TOPIC_SEEDS)
