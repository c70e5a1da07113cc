"""What two people do between sessions: goals, tasks, steps of the path."""

from flask import Response

from ion.mentorships.forms.working import BOTH, ME, GoalForm, ProgressForm, StepForm, TaskForm, TickForm
from ion.mentorships.services import working
from ion.mentorships.services.working import DONE
from ion.mentorships.views.blueprint import PATH, bp
from ion.mentorships.views.deeds import on_block
from ion.mentorships.views.showing import page_or_404
from ion.web.guards import member_only


@bp.post(f"{PATH}/<int:id>/goals")
@member_only
def add_goal(id: int) -> Response:
    """One more goal."""
    form = GoalForm()
    return on_block(
        id, "goals", lambda who: working.add_goal(id, who.person_id, form.words.data), form, "goal_form"
    )


@bp.post(f"{PATH}/<int:id>/goals/<int:goal_id>")
@member_only
def move_goal(id: int, goal_id: int) -> Response:
    """How far a goal is."""
    form = ProgressForm()
    return on_block(
        id,
        "goals",
        lambda who: working.move_goal(id, who.person_id, goal_id, int(form.progress.data)),
        form,
        spot=f"goal-{goal_id}",
    )


@bp.post(f"{PATH}/<int:id>/tasks")
@member_only
def add_task(id: int) -> Response:
    """Something to do."""
    found = page_or_404(id)
    form = TaskForm(found.other.name)
    for_id = {BOTH: None, ME: found.me.id}.get(form.who.data, found.other.id)
    return on_block(
        id,
        "tasks",
        lambda who: working.add_task(
            id, who.person_id, form.words.data, for_id=for_id, due_on=form.due_on.data
        ),
        form,
        "task_form",
    )


@bp.post(f"{PATH}/<int:id>/tasks/<int:task_id>")
@member_only
def tick_task(id: int, task_id: int) -> Response:
    """Done, or open again."""
    form = TickForm()
    return on_block(
        id,
        "tasks",
        lambda who: working.tick_task(id, who.person_id, task_id, is_done=form.deed.data == DONE),
        form,
        spot=f"task-{task_id}",
    )


@bp.post(f"{PATH}/<int:id>/tasks/<int:task_id>/remove")
@member_only
def remove_task(id: int, task_id: int) -> Response:
    """Off the list."""
    return on_block(id, "tasks", lambda who: working.remove_task(id, who.person_id, task_id))


@bp.post(f"{PATH}/<int:id>/steps/<int:step_id>")
@member_only
def take_step(id: int, step_id: int) -> Response:
    """Done, skipped, or open again."""
    form = StepForm()
    return on_block(
        id,
        "steps",
        lambda who: working.take_step(id, who.person_id, step_id, form.deed.data, form.why.data or ""),
        form,
        spot=f"step-{step_id}",
    )
