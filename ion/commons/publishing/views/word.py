"""Beginning with a Word file, and words for its pictures that have none."""

from flask import Response, flash, make_response, render_template

from ion.commons.publishing import services
from ion.commons.publishing.choices import kind_label
from ion.commons.publishing.forms import DescriptionsForm, WordForm
from ion.commons.publishing.queries.working import Working
from ion.commons.publishing.services.word import start_from_word
from ion.commons.publishing.views.blueprint import bp
from ion.commons.publishing.views.pages import about, back_to, number_in, opened
from ion.commons.publishing.views.starting import refuse_unknown
from ion.core.conversion.archive import WordRefused
from ion.core.conversion.word import read_word
from ion.core.figures import described
from ion.core.pictures import pictures_of
from ion.core.text import pictures_without_alt, squeeze
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.web.guards import granted, member

MOST_TOLD = 8
CHANGED = "Somebody saved another version meanwhile. These are the pictures that now have no description."
ELSEWHERE = "This picture is written in an unusual way: describe it in the text itself, between its brackets."


@bp.get("/staff/publishing/new/<kind>/word")
@granted(Grant.EDITOR)
def choose_word(kind: str) -> Response:
    """The form for a Word file."""
    return word_page(kind, WordForm(formdata=None))


@bp.post("/staff/publishing/new/<kind>/word")
@granted(Grant.EDITOR)
def begin_from_word(kind: str) -> Response:
    """Begin a draft with a Word file; what it does not hold is told on the next page."""
    form, who = WordForm(), member()
    refuse_unknown(kind)
    if not form.validate_on_submit():
        return word_page(kind, form, 422)
    try:
        word = read_word(form.content(), form.name)
    except WordRefused as error:
        form.file.errors = [str(error)]
        return word_page(kind, form, 422)
    with unit_of_work():
        begun = start_from_word(kind, word, user_id=who.id)
        item_id, left_out = begun.item.id, begun.left_out
    tell(left_out)
    waits = left_out or pictures_without_alt(word.markdown)
    return back_to("describe_pictures" if waits else "write", item_id=item_id)


def tell(left_out: list[str]) -> None:
    """Say on the next page what the draft does not hold; the cookie that carries it is small."""
    for words in left_out[:MOST_TOLD]:
        flash(squeeze(words, 240))
    if len(left_out) > MOST_TOLD:
        flash(f"{len(left_out) - MOST_TOLD} more pictures were left out.")


def word_page(kind: str, form: WordForm, status: int = 200) -> Response:
    refuse_unknown(kind)
    html = render_template("publishing/word.html", kind=kind, kind_label=kind_label(kind), form=form)
    return make_response(html, status)


@bp.get("/staff/publishing/<int:item_id>/descriptions")
@granted(Grant.EDITOR)
def describe_pictures(item_id: int) -> Response:
    """The pictures of the text that nobody described, each with a field."""
    return descriptions_page(opened(item_id))


@bp.post("/staff/publishing/<int:item_id>/descriptions")
@granted(Grant.EDITOR)
def save_descriptions(item_id: int) -> Response:
    """Write the words into the text, as a new version."""
    found, form, who = opened(item_id), DescriptionsForm(), member()
    paths = pictures_without_alt(found.content["markdown"])
    if number_in(form.base.data or "") != found.head or len(form.words) != len(paths):
        return descriptions_page(found, status=409, changed=CHANGED)
    if not form.validate_on_submit():
        return descriptions_page(found, form, 422)
    alts = dict(zip(paths, (field.data or "" for field in form.words), strict=True))
    text = described(found.content["markdown"], alts)
    if left := set(pictures_without_alt(text)):
        for path, field in zip(paths, form.words, strict=True):
            field.errors = [ELSEWHERE] if path in left else []
        return descriptions_page(found, form, 422)
    try:
        with unit_of_work():
            content = found.content | {"markdown": text}
            services.save(item_id, content, base=found.head, user_id=who.id, note="Pictures described")
    except services.Stale:
        return descriptions_page(opened(item_id), status=409, changed=CHANGED)
    return back_to("write", item_id=item_id)


def descriptions_page(
    found: Working, form: DescriptionsForm | None = None, status: int = 200, changed: str = ""
) -> Response:
    paths = pictures_without_alt(found.content["markdown"])
    if form is None:
        form = DescriptionsForm(formdata=None, data={"base": str(found.head), "words": [""] * len(paths)})
    sizes = pictures_of(found.id)
    html = render_template(
        "publishing/descriptions.html",
        form=form,
        pictures=[(path, sizes.get(path), field) for path, field in zip(paths, form.words, strict=True)],
        changed=changed,
        **about(found),
    )
    return make_response(html, status)
