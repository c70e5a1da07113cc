"""Reading questions: the sheet of an item, one question, what waits, and for whom."""

from ion.commons.questions.queries.desk import waiting_condition

__all__ = ["waiting_condition"]
