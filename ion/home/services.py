"""What a member does on the front page."""

from sqlalchemy import delete

from ion.base.extensions import db
from ion.models import RecentSearch, User

MOST_PUT_AWAY = 50


def put_away(user_id: int, item_id: int) -> None:
    """Do not show this announcement to the user again."""
    user = db.session.get_one(User, user_id)
    before = [id for id in user.preferences.get("put_away", ()) if id != item_id]
    user.preferences = user.preferences | {"put_away": [*before, item_id][-MOST_PUT_AWAY:]}


def forget_searches(user_id: int) -> None:
    """Forget what the user searched for."""
    db.session.execute(delete(RecentSearch).where(RecentSearch.user_id == user_id))
