"""A map is checked before anything is read."""

from pathlib import Path

import pytest

from ion.commons.importing.mapping import MapError, read_map
from ion.webinars.imports import WebinarImporter

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "digitalgov.toml"


def written(folder: Path, text: str) -> Path:
    file = folder / "map.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_example_in_the_documentation_is_a_map() -> None:
    made = read_map(EXAMPLE, {"kind", *WebinarImporter.fields})

    assert made.folders["webinars"] == ("events",)
    assert made.room_field("starts") == ("date",)
    assert made.folders["practices"] == ("resources", "guides")
    assert made.shortcodes["button"].url == "{href}"
    assert made.room_field("kind") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a =", "Invalid"),
        ("feilds = 1", "did you mean 'fields'"),
        ("fields = 1", "fields is not a table"),
        ('[fields]\ntitel = ["title"]', "did you mean 'title'"),
        ('[fields]\ntitle = ["title", 1]', "fields.title is a text or a list of texts"),
        ("site = 1", "are texts"),
        ('zone = "Mars/Base"', "is not known"),
        ("largest_file = true", "number of bytes"),
        ('[shortcodes]\nnote = "kepe"', "did you mean 'keep'"),
        ("[shortcodes.note]\nsa = 1", "'sa' is not known; known are as, head"),
        ("[shortcodes]\nnote = 1", "a word or a table"),
        ("[shortcodes.note]\ntext = 1", "are texts"),
        ('[[rewrite]]\nfind = "("\nput = ""', "rewrite"),
        ('[addresses]\nnews = "/{yaer}/"', "did you mean 'year'"),
        ("[link_names]\na = 1", "texts only"),
    ],
)
def test_a_map_that_cannot_be_used_says_why(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(MapError, match=reason):
        read_map(written(tmp_path, text), ())


def test_a_room_s_own_field_may_be_mapped(tmp_path: Path) -> None:
    made = read_map(written(tmp_path, '[fields]\ntitle = "name"\nkind = ["sort"]'), {"kind"})

    assert made.room_field("kind") == ("sort",)


def test_a_missing_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MapError, match="No such file"):
        read_map(tmp_path / "none.toml", ())
