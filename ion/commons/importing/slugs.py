"""One slug for each item, the same at every import: the first in the order of the paths keeps the slug it wishes."""

from collections.abc import Iterable, Mapping


def distinct(
    wishes: Iterable[tuple[str, str]], kept: Mapping[str, str], taken: Iterable[str]
) -> dict[str, str]:
    """A slug for each source of `wishes` (source, slug wished for).

    `kept` holds the slugs of sources that already are items: an address never changes by importing again. `taken`
    are slugs of items from elsewhere. What is no longer free gets -2, -3 and so on.
    """
    given = dict(kept)
    used = {*kept.values(), *taken}
    for source, wish in sorted(wishes):
        if source in given:
            continue
        slug, number = wish, 1
        while slug in used:
            number += 1
            slug = f"{wish}-{number}"
        given[source] = slug
        used.add(slug)
    return given
