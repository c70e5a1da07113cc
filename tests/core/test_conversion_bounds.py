"""The worst that can be pasted or sent as a Word file is refused, or done, within bounds of CPU and memory."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from ion.base.config import ROOT
from ion.core.conversion.archive import WordRefused
from ion.core.conversion.pasting import PasteRefused, pasted
from ion.core.conversion.word import read_word
from tests.samples.word import NAMESPACE, bare

SECONDS = 2.0
MEGABYTES = 200
ITEM = '<p style="mso-list:l0 level{} lfo1"><span style="mso-list:Ignore">1.</span>a</p>'
STYLED = '<span style="font-weight:700;font-style:italic;vertical-align:super">'
CLIPBOARDS = {
    "ten megabytes of letters": "a" * 10_000_000,
    "as many letters as are taken": "a " * 700_000,
    "tags in tags": "<div>" * 100_000,
    "tags in tags, as many as are taken": ("<div>" * 140 + "x" + "</div>" * 140) * 40,
    "open tags": "<p>a" * 2_900,
    "styles in styles": (STYLED * 70 + "x" + "</span>" * 70) * 40,
    "line ends": "a<br><br>" * 3_500,
    "entities": "&amp;" * 290_000,
    "items": ITEM.format(1) * 2_900,
    "items in items": "".join(ITEM.format(level) for level in range(1, 10)) * 150,
    "items in one list": "<ol>" + "<li>a</li>" * 5_900,
    "tables in tables": ("<table><tr><td>" * 35 + "x" + "</table>" * 35) * 50,
    "cells": "<table><tr>" + "<td>a</td>" * 5_900,
    "notes": "".join(f'<a href="#_ftn{n}">a</a><p><a href="#_ftnref{n}">b</a>c</p>' for n in range(950)),
    "beginnings without an end": "<!--StartFragment-->" * 74_000,
    "comments without an end": "<!--" * 370_000,
}


def hidden(text: str) -> bytes:
    """A document with one more part."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {NAMESPACE}/>")
        archive.writestr("word/other.bin", text)
    return made.getvalue()


ENTITIES = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
ATTRIBUTES = " ".join(f"a{n}=''" for n in range(300_000))
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
TABLES = "<w:tbl><w:tr><w:tc>" * 24 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 24


def many_entries() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for number in range(60_000):
            archive.writestr(str(number), "")
    return made.getvalue()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "a billion laughs": lambda: hidden(f"<!DOCTYPE a [<!ENTITY l0 'lol'>{ENTITIES}]><a>&l9;</a>"),
    "one long entity": lambda: hidden(f"<!DOCTYPE a [<!ENTITY b '{'c' * 99_999}'>]><a>{'&b;' * 99_999}</a>"),
    "ninety megabytes of letters": lambda: bare(f"<w:p><w:r><w:t>{'a' * 90_000_000}</w:t></w:r></w:p>"),
    "a long comment": lambda: bare(f"<!--{'x' * 50_000_000}--><w:p/>"),
    "a tag of many attributes": lambda: bare(f"<w:p {ATTRIBUTES}/>"),
    "fields in fields": lambda: bare(f"<w:p>{FIELD * 19_000}</w:p>"),
    "tables in tables": lambda: bare(TABLES * 900),
    "many entries": many_entries,
    "more than is unpacked": lambda: hidden("\0" * 101 * 1024 * 1024),
}


@pytest.fixture(scope="module")
def spent() -> dict[str, float]:
    """Seconds of CPU per text, and megabytes at the most beyond the start, of a process that did them all."""
    child = [sys.executable, "-m", "tests.core.test_conversion_bounds"]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def test_the_worst_clipboards_and_documents_cost_no_more_than_two_seconds(spent: dict[str, float]) -> None:
    assert set(spent) == {"megabytes", *CLIPBOARDS, *DOCUMENTS}
    assert {name: cost for name, cost in spent.items() if cost > SECONDS and name != "megabytes"} == {}


def test_the_worst_clipboards_and_documents_take_some_hundred_megabytes(spent: dict[str, float]) -> None:
    assert spent["megabytes"] <= MEGABYTES


def paste(html: str) -> None:
    try:
        pasted(html)
    except PasteRefused as error:
        assert str(error)


def refuse(content: bytes) -> None:
    """Every one of the documents is refused."""
    try:
        read_word(content, "draft.docx")
    except WordRefused:
        return
    raise AssertionError("taken")


def most_megabytes() -> float:
    """The most this process ever held since the last reset."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    costs: dict[str, float] = {}
    documents = {name: build() for name, build in DOCUMENTS.items()}
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    at_first = most_megabytes()
    for name, html in CLIPBOARDS.items():
        before = time.process_time()
        paste(html)
        costs[name] = time.process_time() - before
    for name, content in documents.items():
        before = time.process_time()
        refuse(content)
        costs[name] = time.process_time() - before
    costs["megabytes"] = most_megabytes() - at_first
    print(json.dumps(costs))  # noqa: T201 - the answer to the test
