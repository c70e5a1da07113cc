"""Topics."""

from itertools import count

from ion.core.unit_of_work import unit_of_work
from ion.models import Topic

_numbers = count(1)


def TopicFactory(key: str = "", name: str = "") -> Topic:
    key = key or f"topic-{next(_numbers)}"
    topic = Topic(key=key, name=name or key.replace("-", " ").capitalize())
    with unit_of_work() as session:
        session.add(topic)
    return topic
