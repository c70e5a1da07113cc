"""Topics and series: one set of pages for both."""

from flask import Response, request

from ion.core.unit_of_work import unit_of_work
from ion.models import Grant
from ion.upkeep.forms import MergeForm, TermForm
from ion.upkeep.queries import terms as queries
from ion.upkeep.queries.terms import VOCABULARIES, TermRow, Vocabulary
from ion.upkeep.services import merging
from ion.upkeep.services import terms as services
from ion.upkeep.services.refusing import Refused
from ion.upkeep.views.blueprint import bp, there, words_asked
from ion.web.fragments import Fragment
from ion.web.guards import granted, member, or_404
from ion.web.pagination import Page, address, number_asked, within

PER_PAGE = 50
TOPICS, SERIES = {"which": "topic"}, {"which": "series"}

listing = Fragment("upkeep/terms.html", "main")
editing = Fragment("upkeep/term.html", "main")
merge_page = Fragment("upkeep/term_merge.html", "main")


@bp.get("/staff/topics", defaults=TOPICS)
@bp.get("/staff/series", defaults=SERIES)
@granted(Grant.EDITOR)
def terms(which: str) -> Response:
    """The list, with who uses what."""
    vocabulary, words = VOCABULARIES[which], words_asked()
    total = queries.total(vocabulary, words)
    number = within(number_asked(request.args.get("page")), total, PER_PAGE)
    rows = queries.rows(vocabulary, words, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    parameters = (("q", words),) if words else ()
    page = Page(rows, number, total, vocabulary.path, parameters, PER_PAGE)
    return listing.render(page=page, vocabulary=vocabulary, query=words)


@bp.get("/staff/topics/new", defaults=TOPICS)
@bp.get("/staff/series/new", defaults=SERIES)
@granted(Grant.EDITOR)
def new_term(which: str) -> Response:
    """An empty form."""
    return editing.render(vocabulary=VOCABULARIES[which], term=None, form=TermForm(formdata=None))


@bp.post("/staff/topics/new", defaults=TOPICS)
@bp.post("/staff/series/new", defaults=SERIES)
@granted(Grant.EDITOR)
def add_term(which: str) -> Response:
    """List a new one; a twin by name is refused."""
    vocabulary, form, user_id = VOCABULARIES[which], TermForm(), member().id
    if not form.validate():
        return editing.render(422, vocabulary=vocabulary, term=None, form=form)
    try:
        with unit_of_work():
            services.add(vocabulary, form.name.data, form.summary.data or "", user_id=user_id)
    except Refused as reason:
        form.form_errors.append(str(reason))
        return editing.render(409, vocabulary=vocabulary, term=None, form=form)
    return there(address(vocabulary.path, [("q", form.name.data)]))


def found(which: str, id: int) -> tuple[Vocabulary, TermRow]:
    """The list and the value in it that an address names; 404 for none."""
    vocabulary = VOCABULARIES[which]
    return vocabulary, or_404(queries.term(vocabulary, id))


# One rule for both methods: with two, an id that is too large would be told "not that method" instead of "not found".
@bp.route("/staff/topics/<int:id>", defaults=TOPICS, methods=["GET", "POST"])
@bp.route("/staff/series/<int:id>", defaults=SERIES, methods=["GET", "POST"])
@granted(Grant.EDITOR)
def edit_term(which: str, id: int) -> Response:
    """One of them: name, description, uses; and saving what it is called."""
    vocabulary, term = found(which, id)
    if request.method == "POST":
        return saved(vocabulary, term)
    form = TermForm(formdata=None, name=term.name, summary=term.summary)
    return editing.render(vocabulary=vocabulary, term=term, form=form)


def saved(vocabulary: Vocabulary, term: TermRow) -> Response:
    """Call it otherwise, everywhere."""
    form, user_id = TermForm(), member().id
    if not form.validate():
        return editing.render(422, vocabulary=vocabulary, term=term, form=form)
    try:
        with unit_of_work():
            services.edit(vocabulary, term.id, form.name.data, form.summary.data or "", user_id=user_id)
    except Refused as reason:
        form.form_errors.append(str(reason))
        return editing.render(409, vocabulary=vocabulary, term=term, form=form)
    return there(address(vocabulary.path, [("q", form.name.data)]))


@bp.post("/staff/topics/<int:id>/delete", defaults=TOPICS)
@bp.post("/staff/series/<int:id>/delete", defaults=SERIES)
@granted(Grant.EDITOR)
def delete_term(which: str, id: int) -> Response:
    """Delete what nothing uses."""
    (vocabulary, term), user_id = found(which, id), member().id
    try:
        with unit_of_work():
            services.remove(vocabulary, id, user_id=user_id)
    except Refused as reason:
        form = TermForm(formdata=None, name=term.name, summary=term.summary)
        form.form_errors.append(str(reason))
        return editing.render(409, vocabulary=vocabulary, term=term, form=form)
    return there(vocabulary.path)


@bp.route("/staff/topics/<int:id>/merge", defaults=TOPICS, methods=["GET", "POST"])
@bp.route("/staff/series/<int:id>/merge", defaults=SERIES, methods=["GET", "POST"])
@granted(Grant.EDITOR)
def merge_term(which: str, id: int) -> Response:
    """Choose what it becomes part of; once that is chosen, what moves is said before anything does."""
    vocabulary, term = found(which, id)
    if request.method == "POST":
        return merged(vocabulary, term)
    return merge_answer(200, vocabulary, term, MergeForm(request.args, others=queries.others(vocabulary, id)))


def merged(vocabulary: Vocabulary, term: TermRow) -> Response:
    """Let it become part of the one chosen."""
    user_id, form = member().id, MergeForm(others=queries.others(vocabulary, term.id))
    if not form.validate():
        return merge_answer(422, vocabulary, term, form)
    try:
        with unit_of_work():
            kept = merging.merge(vocabulary, term.id, form.kept_id, user_id=user_id)
    except Refused as reason:
        form.form_errors.append(str(reason))
        return merge_answer(409, vocabulary, term, form)
    return there(f"{vocabulary.path}/{kept.id}")


def merge_answer(status: int, vocabulary: Vocabulary, term: TermRow, form: MergeForm) -> Response:
    """The page of merging; `into` is the name of the one chosen, empty while none is."""
    into = next((label for value, label, chosen, _ in form.into.iter_choices() if value and chosen), "")
    return merge_page.render(status, vocabulary=vocabulary, term=term, form=form, into=into)
