"""A choice that a page offers as a link."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: where it leads, how many it leaves, whether it is chosen or leads to nothing."""

    key: str
    label: str
    href: str
    count: int = 0
    selected: bool = False
    disabled: bool = False
