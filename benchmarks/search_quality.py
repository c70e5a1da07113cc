"""How well the search ranks: the project's own indexer and search over a public test collection.

    python -m benchmarks.search_quality FOLDER

The folder holds `docs.jsonl` (id, title, text), `queries.jsonl` (id, text) and `qrels.tsv` (query, document,
relevance). Prints nDCG@10, MAP and Recall@100. Scores tell whether a change helps; one collection is easy to
please too well, so hold some back.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ir_measures

from ion.adapters.whoosh_search.engine import WhooshSearch
from ion.base.vocabulary.acronyms import ACRONYMS
from ion.core.ports.query import Synonyms, parse
from ion.core.ports.search import Document, Search

DEPTH = 100
MEASURES = (ir_measures.nDCG @ 10, ir_measures.AP, ir_measures.R @ 100)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def judgments(path: Path) -> Iterator[ir_measures.Qrel]:
    """Yield query, document and relevance from a TSV file; a heading row is passed over."""
    for line in path.read_text(encoding="utf-8").splitlines():
        query, document, relevance = line.split("\t")[:3]
        if relevance.lstrip("-").isdigit():
            yield ir_measures.Qrel(query, document, int(relevance))


def ranked(folder: Path, index: Path) -> Iterator[ir_measures.ScoredDoc]:
    """Index the documents and yield the first DEPTH for every query."""
    names: list[str] = []

    def documents() -> Iterator[Document]:
        for row in rows(folder / "docs.jsonl"):
            names.append(row["id"])
            title, text = row.get("title") or "", row.get("text") or ""
            yield Document("post", len(names) - 1, "", title, text=text, audience="public")

    engine, synonyms = WhooshSearch(index), Synonyms(ACRONYMS)
    engine.rebuild(documents())
    for row in rows(folder / "queries.jsonl"):
        found = engine.search(Search(parse(row["text"], synonyms), frozenset({"public"}), limit=DEPTH))
        for place, hit in enumerate(found.hits):
            yield ir_measures.ScoredDoc(row["id"], names[hit.id], float(DEPTH - place))


def main() -> None:
    """Print one row per measure."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("folder", type=Path)
    folder: Path = arguments.parse_args().folder
    with tempfile.TemporaryDirectory() as index:
        found = list(ranked(folder, Path(index)))
    scores = ir_measures.calc_aggregate(MEASURES, list(judgments(folder / "qrels.tsv")), found)
    print(f"{'measure':<12}{folder.name:>12}")
    for measure in MEASURES:
        print(f"{measure!s:<12}{scores[measure]:>12.4f}")


if __name__ == "__main__":
    main()
