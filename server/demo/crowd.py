"""The simulated participants of a demo as one process: they come one by one, and end with the workshop.

Who has a seat since an earlier start takes it again, as a browser does by its cookie.
"""

import asyncio
import sys
from pathlib import Path
from random import Random

import httpx
import msgspec

from server.demo.cast import crowd
from server.demo.keys import write_private
from server.demo.participant import Door, Participant

FILE = "people.json"
"""In the data folder: the seats of the workshop that is named there."""


class Seats(msgspec.Struct):
    workshop: str
    secrets: list[str] = []

    @classmethod
    def read(cls, data: Path, workshop: str) -> "Seats":
        try:
            known = msgspec.json.decode((data / FILE).read_bytes(), type=cls)
        except (FileNotFoundError, msgspec.DecodeError):
            return cls(workshop)
        return known if known.workshop == workshop else cls(workshop)

    def write(self, data: Path) -> None:
        write_private(data / FILE, msgspec.json.encode(self))


async def live(base: str, code: str, count: int, data: Path) -> None:
    """Raises httpx.HTTPError if the workshop cannot be found."""
    async with httpx.AsyncClient(base_url=base, timeout=20) as http:
        found = (await http.get(f"/api/codes/{code}")).raise_for_status().json()
    door = Door(found["workshop"], code, found["language"])
    seats = Seats.read(data, door.workshop)
    random = Random(code)  # the same workshop has the same people at every start
    async with asyncio.TaskGroup() as tasks:
        for index, character in enumerate(crowd(count, door.language, random)):
            had = seats.secrets[index] if index < len(seats.secrets) else None
            person = Participant(base, door, character, Random(random.random()), had)
            seats.secrets[index : index + 1] = [await person.come_in()]
            seats.write(data)
            tasks.create_task(person.live())
            await asyncio.sleep(random.uniform(0.5, 3) if had is None else 0)


def main(arguments: list[str]) -> int:
    base, code, count, data = arguments
    try:
        asyncio.run(live(base, code, int(count), Path(data)))
    except* httpx.HTTPError as errors:
        sys.exit(f"The simulated participants could not go on: {errors.exceptions[0]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
