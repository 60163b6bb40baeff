"""`gespann`: the commands.

Exit codes: 0 done, 1 something unexpected (one sentence, and where the log is), 2 the operator can mend it (one
sentence per fault).  A traceback is shown with GESPANN_DEBUG=1 only.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import NoReturn, TypeVar, cast

import click
import msgspec

from server.core.state import Language
from server.settings import BadSettings, Settings, table
from server.sheets import command

Result = TypeVar("Result")

GENERATED = Path("web/src/generated")


class Fault(click.ClickException):
    """The operator can mend it."""

    exit_code = 2


def settings() -> Settings:
    """Raises Fault."""
    try:
        return Settings.read(os.environ)
    except BadSettings as bad:
        raise Fault("\n".join(bad.faults)) from None


VARIABLES_HELP = "\b\nEnvironment:\n" + "\n".join(f"  {line}" for line in table().splitlines())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="gespann")
def gespann() -> None:
    """Workshops that pair people on a real task, and a follow-up that both have agreed to."""


@gespann.command(epilog=VARIABLES_HELP)
def serve() -> None:
    """Run the web server; its configuration stands in the environment."""
    from server import app  # noqa: PLC0415 - `gespann --help` must not load a web server

    chosen = settings()
    if chosen.facilitators == ():
        click.echo("GESPANN_FACILITATORS is not set: nobody can open a workshop yet.", err=True)
    try:
        app.serve(chosen)
    except app.CannotServe as fault:
        raise Fault(str(fault)) from None


@gespann.command(epilog=VARIABLES_HELP)
def work() -> None:
    """Run the workers: mails, reminders, what is due later."""
    if settings().redis_url is None:
        raise Fault("GESPANN_REDIS_URL is not set; the workers need the database that the server uses.")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "workers"])  # noqa: S606 - this process becomes the workers


@gespann.group()
def mail() -> None:
    """What people get by mail."""


@mail.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("mails"))
def preview(folder: Path) -> None:
    """Write every mail, in every state and language, into FOLDER (mails) to look at; nothing is sent."""
    settings()
    sys.stdout.flush()
    command = [sys.executable, "-m", "workers", "preview", str(folder)]
    os.execv(sys.executable, command)  # noqa: S606 - the workers' part, as in `work`


@gespann.command()
@click.option("--people", type=click.IntRange(0, 500), default=0, help="Simulated participants who join one by one.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Taken: the next free one."
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="The folder that keeps everything between two starts.",
)
@click.option("--lang", type=click.Choice(["de", "en"]), help="Of a new workshop; else this machine's.")
def demo(people: int, port: int, data: Path, lang: Language | None) -> None:
    """Run everything on this machine, with a mailbox in place of the world's mail."""
    from server.demo import supervisor  # noqa: PLC0415 - `gespann --help` must not load it
    from server.store.embedded import EmbeddedError  # noqa: PLC0415 - same reason

    try:
        code = supervisor.main(people=people, port=port, data=data, language=lang or _spoken_here())
    except (supervisor.DemoError, EmbeddedError) as fault:
        raise Fault(str(fault)) from None
    sys.exit(code)


def _spoken_here() -> Language:
    """As POSIX asks the environment."""
    told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "de" if told.startswith("de") else "en"


@gespann.command(epilog=VARIABLES_HELP)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Write a backup of the database into FOLDER and delete its backups that are older than GESPANN_BACKUP_DAYS.

    The server may go on serving. A backup holds personal data: keep it as you keep the database.
    """
    made, gone = _upkeep(lambda upkeep: upkeep.backup(settings(), folder))
    click.echo(made)
    for old in gone:
        click.echo(f"deleted: {old}", err=True)


@gespann.command(epilog=VARIABLES_HELP)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Delete what the database holds first.")
def restore(file: Path, *, replace: bool) -> None:
    """Fill the database from the backup FILE, without anybody who was erased and anything that was taken back since.

    Stop gespann serve and gespann work first. Who was erased, and which offers and mails were taken back, is read from
    GESPANN_JOURNAL; who was erased also from what the database still holds.
    """
    done = _upkeep(lambda upkeep: upkeep.bring_back(settings(), file, replace=replace))
    click.echo(f"restored: {done.keys} keys; {done.erased} people who were erased after the backup were left out")
    if done.taken_back:
        click.echo(f"{done.taken_back} offers, mails and questions were taken back after the backup, and still are")
    if done.open_mails:
        click.echo(
            f"{done.open_mails} mails were on their way when the backup was made; those sent since are sent again",
            err=True,
        )
    if not done.rewritten:
        raise Fault(
            "What the database held before may still stand in its file, which it could not write anew. See to its disk "
            "and its log; gespann work goes on asking for it, or restore again with --replace."
        )


@gespann.command(epilog=VARIABLES_HELP)
@click.argument("who")
def export(who: str) -> None:
    """Print as JSON what is held about a person, one entry per workshop and series: WHO is a mail address, or
    WORKSHOP.PERSON.

    Nothing about anybody else is in it.
    """
    held = _upkeep(lambda upkeep: upkeep.export(settings(), upkeep.who(settings(), who)))
    click.echo(msgspec.json.format(msgspec.json.encode(held)).decode())


@gespann.command(epilog=VARIABLES_HELP)
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(who: str, *, yes: bool) -> None:
    """Erase a person for good: WHO is a mail address, or WORKSHOP.PERSON."""
    found = _upkeep(lambda upkeep: upkeep.who(settings(), who))
    if not yes:
        held = f"{who} has {len(found.seats)} seats here, and {len(found.remembered)} series remember them."
        click.confirm(f"{held} Erase all that is theirs?", abort=True, err=True)
    _upkeep(lambda upkeep: upkeep.erase(settings(), found))
    click.echo(f"erased: {sum(map(len, found))}")


def _upkeep(do: Callable[[ModuleType], Result]) -> Result:
    """Raises Fault."""
    from server import upkeep  # noqa: PLC0415 - `gespann --help` must not load a database client

    try:
        return do(upkeep)
    except upkeep.Unusable as fault:
        raise Fault(str(fault)) from None


@gespann.command()
@click.argument("people", default="-")
@click.option("--rounds", type=click.IntRange(1, 50), default=1, show_default=True, help="How many rounds to plan.")
@click.option(
    "--size", type=command.Size(), default=(2, 2), show_default="2", help="People per group; 6..8 for tables."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Decides between equally good plans.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Ends in .json, .csv or .html; a file of that name is replaced. - is standard output.",
)
@click.option("--to", type=click.Choice(["json", "csv", "html"]), help="What to write; else as OUTPUT ends.")
@click.option("--lang", type=click.Choice(["de", "en"]), help="The words of a sheet; else as the list has them.")
@click.option("--template", type=click.Choice(["de", "en"]), help="Write an example list (CSV) and do nothing else.")
def pair(
    people: str,
    rounds: int,
    size: tuple[int, int],
    seed: int,
    output: Path | None,
    to: command.Kind | None,
    lang: Language | None,
    template: Language | None,
) -> None:
    """Plan groups for PEOPLE: a list (CSV) or an instance (JSON, pairing-instance/1); - is standard input."""
    output = None if output == Path("-") else output
    try:
        if template:
            command.template(template, output)
            return
        command.run(people, size=size, rounds=rounds, seed=seed, output=output, to=to, language=lang)
    except command.Unusable as bad:
        raise Fault(str(bad)) from None


@gespann.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=GENERATED)
@click.option("--check", is_flag=True, help="Write nothing; fail if the files are not what would be written.")
def schema(folder: Path, *, check: bool) -> None:
    """Write openapi.json and live.json into FOLDER (web/src/generated)."""
    from server.app import schemas  # noqa: PLC0415 - same reason

    stale = [name for name, text in schemas().items() if not _same(folder / name, text)]
    if check:
        if stale:
            raise Fault(f"{' and '.join(stale)} in {folder} not up to date; run gespann schema.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


def _same(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except FileNotFoundError:
        return False


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point; `arguments` are sys.argv's unless given."""
    try:
        sys.exit(cast("int | None", gespann.main(arguments, "gespann", standalone_mode=False)) or 0)
    except click.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(2)
    except click.UsageError as fault:
        known = fault.ctx.command_path if fault.ctx else "gespann"
        click.echo(f"Error: {fault.format_message()} See {known} --help.", err=True)
        sys.exit(2)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except Exception:  # noqa: BLE001 - the last resort: whatever it was, the operator reads a sentence
        if os.environ.get("GESPANN_DEBUG") == "1":
            traceback.print_exc()
        else:
            click.echo(f"Gespann stopped because of a mistake of its own; the details are in {_keep()}.", err=True)
        sys.exit(1)


def _keep() -> Path:
    """The traceback as a file: in the data folder, or where that can't be written, among the temporary files."""
    folders = (Path(os.environ.get("GESPANN_DATA_DIR") or "data") / "logs", Path(tempfile.gettempdir()))
    for folder in folders:
        path = folder / "gespann-error.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                traceback.print_exc(file=file)
        except OSError:
            continue
        return path
    return Path(os.devnull)


if __name__ == "__main__":
    main()
