"""A practice is taken in whole, or refused with every reason."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ion.base.extensions import db
from ion.commons.importing import services
from ion.commons.importing.report import Report
from ion.models import Item, ItemState, Practice, Tool
from tests.counting import statements

FULL = """---
title: Share a coach
summary: Two boards share one coach.
kind: attempt
is_sample: true
topics: [youth]
program: [wioa-youth]
role: [colleges, employers]
stage: [launch]
state: [KY, OH]
sector: ["62", "31-33"]
population: [low-income]
setting: rural
evidence:
  tier: peer-reported
  finding: mixed
  reason: Partners say so.
  rated_by: ION staff
  rated_on: 2026-05-04
glance:
  - label: Time
    text: One day
steps:
  - title: Ask
    text: Ask **two** boards.
duties:
  - role: colleges
    text: Teach.
references:
  - title: A paper
    url: https://a.example/paper
  - title: A book
tools:
  - slug: agenda
    title: Agenda
    type: worksheet
    summary: One page.
    text: "- [ ] <b>Ask</b>"
  - slug: letter
    title: Letter
    type: checklist
    text: Dear partner
---

*A sample.*

## The problem

Nobody came.

### Why

```
## Results
```

## Why it did not work

No bus.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "share-a-coach.md"
    made.write_text(FULL, "utf-8")
    return made


def imported(file: Path) -> Report:
    return services.import_folder(file.parent, "practices")


def practice() -> Practice:
    return db.session.scalars(select(Practice)).one()


def rewritten(file: Path, old: str, new: str) -> None:
    assert old in FULL
    file.write_text(FULL.replace(old, new), "utf-8")


@pytest.mark.database
@pytest.mark.usefixtures("app", "now")
class TestSaving:
    def test_the_profile_arrives_in_full(self, file: Path) -> None:
        imported(file)

        made = practice()
        assert (made.form, made.tier, made.finding) == ("attempt", "peer-reported", "mixed")
        assert (made.tier_reason, made.rated_by, made.rated_on) == (
            "Partners say so.",
            "ION staff",
            date(2026, 5, 4),
        )
        assert made.glance == [{"label": "Time", "text": "One day"}]
        assert made.steps == [
            {
                "title": "Ask",
                "text": "Ask **two** boards.",
                "html": "<p>Ask <strong>two</strong> boards.</p>\n",
            }
        ]
        assert [duty["role"] for duty in made.duties] == ["colleges"]
        assert made.reading == [
            {"title": "A paper", "url": "https://a.example/paper"},
            {"title": "A book", "url": ""},
        ]
        assert made.item.is_sample

    def test_headings_that_are_labels_become_sections(self, file: Path) -> None:
        imported(file)

        made = practice()
        assert [(section.key, section.position) for section in made.sections] == [
            ("problem", 0),
            ("why-not", 1),
        ]
        assert made.sections[0].markdown == "Nobody came.\n\n### Why\n\n```\n## Results\n```"
        assert made.item.body.markdown == "*A sample.*"

    def test_facets_are_tagged_with_the_region_of_their_states(self, file: Path) -> None:
        imported(file)

        terms: dict[str, list[str]] = {}
        for term in sorted(practice().item.terms, key=lambda each: (each.facet, each.key)):
            terms.setdefault(term.facet, []).append(term.key)
        assert terms == {
            "evidence": ["peer-reported"],
            "form": ["attempt"],
            "population": ["low-income"],
            "program": ["wioa-youth"],
            "region": ["3", "5"],
            "role": ["colleges", "employers"],
            "sector": ["31-33", "62"],
            "setting": ["rural"],
            "stage": ["launch"],
            "state": ["KY", "OH"],
            "topic": ["youth"],
        }

    def test_tools_are_items_that_stand_on_the_page_of_their_practice(self, file: Path) -> None:
        imported(file)

        made = practice()
        assert [(tool.anchor, tool.resource_type) for tool in made.tools] == [
            ("agenda", "worksheet"),
            ("letter", "checklist"),
        ]
        agenda = made.tools[0].item
        assert (agenda.kind, agenda.state, agenda.title) == ("tool", ItemState.PUBLISHED, "Agenda")
        assert agenda.body.markdown == "- [ ] **Ask**"

    def test_a_tool_that_is_gone_from_the_file_goes(self, file: Path) -> None:
        imported(file)
        cut = FULL.index("  - slug: letter")
        file.write_text(FULL[:cut] + FULL[FULL.index("---\n\n*A sample") :], "utf-8")

        imported(file)

        assert [tool.anchor for tool in practice().tools] == ["agenda"]
        assert db.session.scalar(select(func.count()).where(Item.kind == "tool")) == 1

    def test_a_changed_profile_replaces_the_old_one(self, file: Path) -> None:
        imported(file)
        first = db.session.scalars(select(Tool.item_id).order_by(Tool.position)).all()
        rewritten(file, "## Why it did not work\n\nNo bus.", "## Context\n\nTwo counties.")

        imported(file)

        assert [section.key for section in practice().sections] == ["problem", "context"]
        assert db.session.scalars(select(Tool.item_id).order_by(Tool.position)).all() == first

    def test_again_it_writes_nothing(self, file: Path) -> None:
        imported(file)

        with statements() as told:
            imported(file)

        assert not [each for each in told if each.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]

    def test_headings_of_another_kind_leave_one_text(self, file: Path) -> None:
        rewritten(file, "## Why it did not work", "## Something else")

        imported(file)

        assert practice().sections == []
        assert "## Something else" in practice().item.body.markdown

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ("kind: attempt", "kind: atempt", "kind 'atempt' is not in the list; nearest: attempt"),
            ("[colleges, employers]", "[colege]", "role 'colege' is not in the list; nearest: colleges"),
            ("state: [KY, OH]", "state: [Ky]", "state 'Ky' is not in the list; nearest: KY"),
            ("stage: [launch]", "stage: [lunch]", "stage 'lunch' is not in the list; nearest: launch"),
            ("tier: peer", "teir: peer", "evidence: name 'teir' is not in what is known; nearest: tier"),
            ("tier: peer-reported", "tier: proven", "evidence: tier 'proven' is not in the list"),
            ("finding: mixed", "finding: good", "evidence: finding 'good' is not in the list"),
            ("rated_on: 2026-05-04", "rated_on: May", "evidence: rated_on is not a date: 'May'"),
            ("- label: Time\n", "-\n", "glance 1: label is missing"),
            (
                "  - role: colleges",
                "  - role: college",
                "duties: role 'college' is not in the list; nearest: colleges",
            ),
            (
                "url: https://a.example/paper",
                "url: a.example",
                "references: url is not a web address: 'a.example'",
            ),
            ("type: worksheet", "type: work", "tools: type 'work' is not in the list; nearest: worksheet"),
            ("slug: letter", "slug: agenda", "tools: slug 'agenda' stands twice"),
            (
                "slug: agenda",
                "slug: An Agenda",
                "tools: slug 'An Agenda' is not lower-case words joined by hyphens",
            ),
            ("setting: rural", "setting: {a: b}", "setting \"{'a': 'b'}\" is not in the list"),
            ("evidence:\n", "evidence: strong\nother:\n", "evidence is not a list of names and values"),
            ("    text: Teach.", "    text: [a]", "duties 1: text is not a text"),
        ],
    )
    def test_what_is_wrong_is_refused_by_name(self, file: Path, old: str, new: str, reason: str) -> None:
        rewritten(file, old, new)

        report = imported(file)

        assert any(row.why.startswith(reason) for row in report.about("refused")), report.rows
        assert report.counts["refused"] == 1
        assert db.session.scalar(select(func.count()).select_from(Item)) == 0

    def test_every_reason_is_told_at_once(self, file: Path) -> None:
        file.write_text(
            FULL.replace("kind: attempt", "kind: x").replace("setting: rural", "setting: y"), "utf-8"
        )

        report = imported(file)

        assert len(report.about("refused")) == 2
