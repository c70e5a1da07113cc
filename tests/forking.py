"""Children that may kill themselves: what takes long (importing) happens once, in the process that forks them."""

import os
import sys
import traceback
from collections.abc import Callable


def exit_status(run: Callable[..., None], *told: str) -> int:
    """Run it in a child of its own; how that child ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        run(*told)
    except BaseException:  # noqa: BLE001 - the child must end here whatever happens
        traceback.print_exc()
    os._exit(0)


def answer_lines(run: Callable[..., None]) -> None:
    """For each line of standard input, its parts with tabs between: run them, and print how that ended."""
    for line in sys.stdin:
        print(exit_status(run, *line.rstrip("\n").split("\t")), flush=True)  # noqa: T201 - the answer to the test
