"""Beginning a draft with what a Word document says, its pictures kept here."""

import re
from dataclasses import dataclass

from ion.commons.publishing.services.writing import save, start
from ion.core.conversion.word import WordPicture, WordText
from ion.core.ports.files import FileRefused, keeper
from ion.models import Item

Told = list[tuple[WordPicture, str]]
"""Pictures that were not kept, each with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Begun:
    """The draft that was begun, and what of the document it does not hold, in sentences."""

    item: Item
    left_out: list[str]


def start_from_word(kind: str, word: WordText, *, user_id: int) -> Begun:
    """Begin a draft with a document's title and text.

    Its pictures hang on the draft, so that comes first: a document with pictures makes two versions. A picture that
    cannot be kept leaves the text and is named. Raises NoSuchItem as `start` does.
    """
    if not word.pictures:
        item = start(kind, title=word.title, user_id=user_id, content={"markdown": word.markdown})
        return Begun(item, [word.dropped] if word.dropped else [])
    item = start(kind, title=word.title, user_id=user_id)
    markdown, refused = with_pictures(word, item, user_id)
    save(
        item.id,
        {"markdown": markdown},
        base=item.head_revision,
        user_id=user_id,
        note="Text and pictures of the Word file",
    )
    return Begun(item, [*([word.dropped] if word.dropped else []), *map(sentence, refused)])


def with_pictures(word: WordText, item: Item, user_id: int) -> tuple[str, Told]:
    """The text with its pictures at the addresses under which they are kept, and those that were refused."""
    markdown, refused = word.markdown, Told()
    for picture in word.pictures:
        try:
            kept = keeper().keep_picture(
                item.kind, item.id, name=picture.name, data=picture.data, user_id=user_id
            )
        except FileRefused as error:
            refused.append((picture, str(error)))
            markdown = without(markdown, picture.path)
        else:
            markdown = markdown.replace(f"]({picture.path})", f"]({kept.path})")
    return markdown, refused


def without(markdown: str, path: str) -> str:
    """The text without one picture, and without the empty lines around it."""
    shorter = re.sub(rf"!\[[^\[\]]*\]\({re.escape(path)}\)", "", markdown)
    return re.sub(r"\n{3,}", "\n\n", shorter).strip()


def sentence(refusal: tuple[WordPicture, str]) -> str:
    picture, why = refusal
    return f"The picture “{picture.name}” was left out. {why}"
