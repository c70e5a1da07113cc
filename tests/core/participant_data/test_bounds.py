"""The worst texts and files cost little: shown in a process of its own, by its CPU and memory."""

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
from ion.core.participant_data import in_file, suspicions

SECONDS, SECONDS_OF_FILES = 0.5, 1.0
MEGABYTES = 100
LETTERS = 1_000_000
TEXTS = {
    "one word": "a",
    "line ends": "\n",
    "commas": "a,",
    "bars": "| dob |\n",
    "numbers nobody has": "000-12-3456 ",
    "numbers without a name": "524713308 ",
    "numbers in addresses": "x://524-71-3308",
    "labels": "dob ",
    "birth dates of nobody": "dob 1/1/1980\n\n",
    "names": "Aa ",
    "names before labels": "Aa Aa Aa Aa Aa Aa Aa. dob 1/1/80 ",
    "cases": "name: aa aa case no: ",
    "dates after names": "Aa Bb 1/1/1980",
    "tables of no rows": "name,dob\n",
    "tables in tables": "name,dob\n" + "a b,x\n" * 200,
    "wide tables": "name," * 60 + "dob\n" + ("a b," * 60 + "\n") * 100,
    "open quotes": 'name,dob\n"',
    "lists of one": "participants\nAl Bo\n",
    "gaps": "dob  name  dob\nx\n",
    "unseen signs": "\xad",
    "full width": "１",
}


def zipped(files: dict[str, str]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def word(body: str) -> bytes:
    return zipped({"word/document.xml": f"<w>{body}"})


def sheet(texts: str, cells: str) -> bytes:
    return zipped({"xl/sharedStrings.xml": f"<s>{texts}</s>", "xl/worksheets/sheet1.xml": f"<w>{cells}"})


FILES: dict[str, Callable[[], bytes]] = {
    "tags": lambda: word("<a/>" * 600_000),
    "tags in tags": lambda: word("<a>" * 600_000),
    "short texts": lambda: word("<t>x</t>" * 300_000),
    "a long text": lambda: word("<t>" + "dob " * 1_000_000),
    "attributes": lambda: word("<a " + " ".join(f"a{n}=''" for n in range(200_000)) + "/>"),
    "a comment": lambda: word("<!--" + "a" * 4_000_000),
    "one text in many cells": lambda: sheet(
        f"<si><t>{'Name ' * 100_000}</t></si>", "<row><c t='s'><v>0</v></c></row>" * 150_000
    ),
    "cells far to the right": lambda: sheet("", "<row><c r='BH1'><v>1</v></c></row>" * 150_000),
    "repeated cells": lambda: zipped(
        {
            "mimetype": "",
            "content.xml": "<o>" + "<tr><table-cell table:number-columns-repeated='99999'/></tr>" * 150_000,
        }
    ),
    "a bomb": lambda: zipped({"a.txt": "0" * 50_000_000}),
    "many files": lambda: zipped({f"{n}.txt": "dob 1/1/80" for n in range(1_000)}),
    "too many files": lambda: zipped({f"{n}.txt": "" for n in range(5_000)}),
    "many documents": lambda: zipped({f"{n}.csv": "name,dob\n" * 10_000 for n in range(60)}),
    "a long table": lambda: ("name,dob\n" + "A B,x\n" * 200).encode() * 5_000,
}


@pytest.fixture(scope="module")
def spent() -> dict[str, float]:
    """Seconds of CPU per text and file, and megabytes at the most beyond what the files take themselves."""
    child = [sys.executable, "-m", "tests.core.participant_data.test_bounds"]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def test_a_megabyte_of_the_worst_text_costs_no_more_than_half_a_second(spent: dict[str, float]) -> None:
    assert {name: spent[name] for name in TEXTS if spent[name] > SECONDS} == {}


def test_the_worst_files_cost_no_more_than_a_second(spent: dict[str, float]) -> None:
    assert {name: spent[name] for name in FILES if spent[name] > SECONDS_OF_FILES} == {}


def test_the_worst_texts_and_files_take_little_memory(spent: dict[str, float]) -> None:
    assert spent["megabytes"] <= MEGABYTES


def memory(what: str) -> float:
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.split(f"{what}:")[1].split()[0]) / 1024


def cost(name: str, deed: Callable[[], object]) -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    at_first, before = memory("VmRSS"), time.process_time()
    deed()
    costs[name] = time.process_time() - before
    costs["megabytes"] = max(costs["megabytes"], memory("VmHWM") - at_first)


if __name__ == "__main__":
    costs: dict[str, float] = {"megabytes": 0}
    for name, unit in TEXTS.items():
        text = (unit * (LETTERS // len(unit) + 1))[:LETTERS]
        cost(name, lambda text=text: suspicions(text))  # type: ignore[misc]
    for name, build in FILES.items():
        data = build()
        cost(name, lambda data=data: in_file("file", "", data))  # type: ignore[misc]
    print(json.dumps(costs))  # noqa: T201 - the answer to the test
