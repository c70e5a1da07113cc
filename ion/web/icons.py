"""Icons of the sprite that assets/icons.txt names, as ready markup: a list shows dozens of them."""

from functools import lru_cache

from markupsafe import Markup

from ion.base.assets import asset


def icon(name: str, label: str = "") -> Markup:
    """The icon `name`; without `label` it only decorates and is not read aloud."""
    return drawn(asset("icons.svg"), name, label)


@lru_cache(maxsize=500)
def drawn(sprite: str, name: str, label: str) -> Markup:
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="ion-icon" focusable="false" {}><use href="{}#{}"></use></svg>').format(
        said, sprite, name
    )
