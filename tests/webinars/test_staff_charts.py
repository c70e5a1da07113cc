"""Days as the points of a chart."""

from datetime import date, timedelta

from ion.webinars.charts import MOST_DAYS, Point, steps

DAY = date(2026, 11, 19)


def test_steps_leave_no_day_out_and_the_most_fills_the_chart() -> None:
    told = steps({DAY: 2, DAY + timedelta(days=2): 4})

    assert told.points == [
        Point(DAY, 2, 50),
        Point(DAY + timedelta(days=1), 0, 0),
        Point(DAY + timedelta(days=2), 4, 100),
    ]
    assert told.told == [told.points[0], told.points[2]]
    assert not told.is_weekly


def test_steps_of_a_long_time_are_weeks_from_monday() -> None:
    told = steps({DAY: 1, DAY + timedelta(days=1): 2, DAY + timedelta(days=MOST_DAYS): 1})

    assert told.is_weekly
    assert [point.number for point in told.points] == [3, 0, 0, 0, 0, 0, 1]
    assert {point.day.weekday() for point in told.points} == {0}


def test_steps_of_nothing_have_no_points() -> None:
    assert steps({}).points == []
