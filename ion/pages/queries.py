"""The pages that seldom change: Markdown files of the project, read and made safe once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from ion.base.config import ROOT
from ion.core.text import safe_html

FOLDER = ROOT / "pages"
NAMES = ("about", "help", "accessibility", "privacy", "contact", "licenses")


class PageFileError(Exception):
    """A page's file does not begin with front matter that names its title and date."""


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page: its title, one sentence about it, safe HTML, and the day its text last changed."""

    title: str
    summary: str
    html: str
    updated_on: date


def page(name: str, words: Mapping[str, str]) -> FilePage:
    """The page `name`, one of NAMES, with `{{ word }}` replaced from `words`."""
    return read(FOLDER / f"{name}.md", tuple(sorted(words.items())))


@cache
def read(file: Path, words: tuple[tuple[str, str], ...]) -> FilePage:
    parts = file.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3:
        raise PageFileError(file.name)
    head, body = yaml.safe_load(parts[1]), parts[2]
    for word, value in words:
        body = body.replace("{{ " + word + " }}", value)
    return FilePage(head["title"], head.get("summary", ""), safe_html(body), head["updated_on"])
