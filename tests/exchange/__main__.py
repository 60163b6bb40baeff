"""`python -m tests.exchange`: no reveal without two consents, in any order of deeds and faults.

Exit code 1 and the seed if there was one.
"""

import argparse
import asyncio
import secrets
import sys
import time

from tests.exchange import pure, real


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.exchange", description=__doc__)
    parser.add_argument("--pure", type=int, default=1_000_000, metavar="STEPS", help="on the machine alone")
    parser.add_argument("--real", type=int, default=10_000, metavar="STEPS", help="on Valkey with workers")
    parser.add_argument("--seed", default=secrets.token_hex(4))
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    try:
        start = time.monotonic()
        print(f"machine: {pure.run(asked.seed, asked.pure)}, {time.monotonic() - start:.0f} s")
        start = time.monotonic()
        print(f"workers: {asyncio.run(real.run(asked.seed, asked.real))}, {time.monotonic() - start:.0f} s")
    except AssertionError as found:
        print(found)
        return 1
    print("0 unconsented reveals")
    return 0


if __name__ == "__main__":
    sys.exit(main())
