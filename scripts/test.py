"""`make test`: the whole suite, with throw-away PostgreSQL and Redis servers where their programs are installed."""

import os
import subprocess
import sys
from contextlib import ExitStack

from servers import postgres, redis


def main() -> int:
    """Start what can be started, run pytest with the given arguments, stop everything."""
    with ExitStack() as stack:
        chosen = dict(os.environ)
        if "TEST_DATABASE_URL" not in chosen and (url := stack.enter_context(postgres())):
            chosen["TEST_DATABASE_URL"] = url
        if "TEST_REDIS_URL" not in chosen and (url := stack.enter_context(redis())):
            chosen["TEST_REDIS_URL"] = url
        arguments = sys.argv[1:] or ["-n", "2", "--dist", "worksteal"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], env=chosen, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
