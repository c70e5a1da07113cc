"""SQL over MentoringNeed: which questions still wait for a conversation, as ION staff list and count them."""

from sqlalchemy import ColumnElement, and_, exists

from ion.models import MentoringNeed, MentoringRequest, NeedState, RequestState

UNDER_WAY = (RequestState.ASKED, RequestState.PLANNED)


def has_request(*states: RequestState) -> ColumnElement[bool]:
    """SQL: the need has a request in one of these states."""
    return exists().where(MentoringRequest.need_id == MentoringNeed.id, MentoringRequest.state.in_(states))


def is_unmatched() -> ColumnElement[bool]:
    """SQL: open, not of a cohort, and no mentor accepted."""
    return and_(
        MentoringNeed.state == NeedState.OPEN,
        MentoringNeed.cohort_id.is_(None),
        ~has_request(RequestState.ACCEPTED),
    )


def is_stuck() -> ColumnElement[bool]:
    """SQL: the same, and no mentor is asked at present."""
    return and_(is_unmatched(), ~has_request(*UNDER_WAY))
