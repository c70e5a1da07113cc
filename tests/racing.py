"""Deeds that begin at the same moment, each in a thread and a context of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from flask import Flask

THREADS = 8


def at_once(app: Flask, deed: Callable[[int], Any], threads: int = THREADS) -> list[Any]:
    """What the deeds answer, by the number of their thread; for one that raised, the error in words."""
    barrier, answers = Barrier(threads), [None] * threads

    def run(number: int) -> None:
        with app.app_context():
            try:
                barrier.wait(30)
                answers[number] = deed(number)
            except Exception as error:  # noqa: BLE001 - a thread's error must reach the test
                answers[number] = repr(error)

    started = [Thread(target=run, args=[number]) for number in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return answers
