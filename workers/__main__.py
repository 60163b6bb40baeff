"""`python -m workers`: one process tree of a courier (relay and schedule) and RQ workers, each started again when it
dies.  SIGTERM ends it after what is being done (6 s at most); nothing outlives it.

Exit codes: 0 asked to end, 2 the settings are wrong.
"""

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

from server.settings import BadSettings, Settings
from workers.database import NoDatabase, database
from workers.guard import MISCONFIGURED, PATIENCE, die_with, supervise

# The roles' own modules are imported when the role is known: the supervisor starts in a third of the time without.


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m workers", description=__doc__)
    parser.add_argument("role", nargs="?", choices=("all", "courier", "worker", "preview"), default="all")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("mails"), help="where a preview is written")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="RQ workers (all only); default 1")
    parser.add_argument("--lifeline", type=int, metavar="FD", help="end when this pipe's other side is gone")
    parser.add_argument("--patience", type=float, default=1.0, metavar="X", help="a factor on all waits, for tests")
    asked = parser.parse_args()
    if asked.patience != 1.0:
        os.environ[PATIENCE] = str(asked.patience)  # children and jobs find it there
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    if asked.lifeline is not None:
        die_with(asked.lifeline)
    try:
        settings = Settings.read(os.environ)
        if asked.role == "preview":
            return _preview(asked.folder, settings)
        database(settings)
        match asked.role:
            case "courier":
                from workers.courier import run  # noqa: PLC0415 - see above

                asyncio.run(run(settings))
            case "worker":
                from workers.doorbell import work  # noqa: PLC0415 - see above

                return work(settings)
            case _:
                return supervise(["courier", *["worker"] * max(1, asked.workers)])
    except (BadSettings, NoDatabase) as fault:
        print(fault, file=sys.stderr)  # noqa: T201 - a sentence for whoever started us
        return MISCONFIGURED
    return 0


def _preview(folder: Path, settings: Settings) -> int:
    from workers.preview import write  # noqa: PLC0415 - see above

    try:
        count = write(folder, settings.mail_from)
    except OSError as fault:
        print(f"{folder} can't be written: {fault.strerror or fault}.", file=sys.stderr)  # noqa: T201 - as above
        return MISCONFIGURED
    print(f"{count} mails are in {folder}; begin with {folder / 'index.html'}.")  # noqa: T201 - what was asked for
    return 0


if __name__ == "__main__":
    sys.exit(main())
