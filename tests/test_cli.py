"""The commands, run as an operator runs them."""

import asyncio
import io
import json
import os
import re
import socket
import sys
from itertools import chain
from pathlib import Path
from typing import NamedTuple, NoReturn, Protocol

import httpx
import pytest

import web
from server import app, cli
from server.http.assets import Assets
from server.settings import VARIABLES
from server.store.embedded import EmbeddedValkey
from tests.http.kit import built_front

SMALL = {
    "format": "pairing-instance/1",
    "weights": {"experience": 30, "experience_mode": "mix", "interests": 30, "skills": 30, "employer": 10},
    "people": [{"id": n, "level": 1 + n % 5, "langs": ["en"], "tags": [], "teach": [], "learn": []} for n in range(6)],
}


class Gespann(Protocol):
    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> "Answer": ...


class Answer(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def gespann(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Gespann:
    """A command, in this process; its environment has no other variables of ours."""
    for name in list(os.environ):
        if name.startswith("GESPANN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GESPANN_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str, stdin: str = "", **environment: str) -> Answer:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        out, err = capfd.readouterr()
        return Answer(ended.value.code if isinstance(ended.value.code, int) else 0, out, err)

    return run


def test_each_command_helps(gespann: Gespann) -> None:
    answer = gespann("--help")
    assert answer.returncode == 0
    for command in ("demo", "serve", "work", "pair", "backup", "restore", "export", "erase", "schema"):
        assert command in answer.stdout
    serve = gespann("serve", "--help").stdout
    assert all(variable.name in serve for variable in VARIABLES)


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "de_AT"}, "de"),
    ],
)
def test_the_demo_speaks_this_machines_language(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], spoken: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, told.get(name, ""))
    assert cli._spoken_here() == spoken


@pytest.mark.parametrize("command", ["work", "demo", "pair", "backup", "restore", "export", "erase", "schema"])
def test_help_of(gespann: Gespann, command: str) -> None:
    assert gespann(command, "--help").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (["serve"], {"GESPANN_PORT": "x"}, "GESPANN_PORT must be a port"),
        (["serve"], {"GESPANN_REDIS": "x"}, "GESPANN_REDIS is no variable"),
        (["work"], {}, "GESPANN_REDIS_URL is not set"),
        (["demo", "--port", "x"], {}, "--port"),
        (["pair", "no-such-file.json"], {}, "no-such-file.json"),
        (["pair", "--rounds", "0"], {}, "--rounds"),
        (["backup", "b"], {}, "There is no database in"),
        (["restore", "no-such-file.rdb"], {}, "There is no backup no-such-file.rdb"),
        (["export", "ada@example.org"], {}, "There is no database in"),
        (["erase", "ada@example.org"], {}, "There is no database in"),
        (["erase", "ada@example.org"], {"GESPANN_REDIS_URL": "redis://127.0.0.1:1"}, "Not done: the database"),
        (["unknown"], {}, "unknown"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(
    gespann: Gespann, arguments: list[str], environment: dict[str, str], says: str
) -> None:
    answer = gespann(*arguments, **environment)
    assert answer.returncode == 2
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert "Traceback" not in answer.stderr


def test_pair_answers_an_instance(gespann: Gespann) -> None:
    answer = gespann("pair", "--rounds", "3", stdin=json.dumps(SMALL))
    assert answer.returncode == 0, answer.stderr
    rounds = json.loads(answer.stdout)["rounds"]
    met = [frozenset(group) for round_ in rounds for group in round_["groups"]]
    assert len(met) == len(set(met)) == 9, "nobody meets the same person twice while anyone new is left"


def test_pair_reports_what_the_points_follow_from(gespann: Gespann) -> None:
    report = json.loads(gespann("pair", stdin=json.dumps(SMALL)).stdout)["report"]
    (told,) = report["rounds"]
    assert report["proven"]
    assert (told["share"], told["repeats"], told["trios"]) == (1, 0, 0)
    assert told["person_points"] == told["upper_bound"] == sum(group["person_points"] for group in told["groups"])
    for group in told["groups"]:
        ((between, reasons),) = [(each["between"], each["reasons"]) for each in group["reasons"]]
        assert between == group["members"]
        steps = next(reason["steps"] for reason in reasons if reason["t"] == "level_distance")
        assert group["person_points"] == 2 * (30 * [0, 500, 1000, 900, 800][abs(steps)] // 10)


def test_pair_plans_tables(gespann: Gespann) -> None:
    answer = gespann("pair", "--size", "2..4", "--rounds", "2", stdin=json.dumps(SMALL))
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert all(sorted(chain.from_iterable(each["groups"])) == list(range(6)) for each in told["rounds"])
    assert [each["repeats"] for each in told["report"]["rounds"]] == [0, 0]


@pytest.mark.parametrize("language", ["de", "en"])
def test_pair_goes_from_a_list_to_a_sheet_in_one_command(gespann: Gespann, tmp_path: Path, language: str) -> None:
    people, sheet = tmp_path / "list.csv", tmp_path / "pairs.html"
    assert gespann("pair", "--template", language, "-o", str(people)).returncode == 0
    answer = gespann("pair", str(people), "-o", str(sheet))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert f'<html lang="{language}">' in sheet.read_text(encoding="utf-8")
    assert "Ben" in sheet.read_text(encoding="utf-8")
    told = json.loads(gespann("pair", str(people), "--to", "json").stdout)
    assert sorted(chain.from_iterable(told["rounds"][0]["groups"] + told["unplaced"])) == ["Ada", "Ben", "Cem", "Dora"]
    assert "Ada" in gespann("pair", str(people)).stdout, "a table, as the list was one"


@pytest.mark.parametrize(
    ("arguments", "text", "says"),
    [
        (["--size", "9"], json.dumps(SMALL), "no size"),
        (["--size", "4..3"], json.dumps(SMALL), "no size"),
        (["-o", "pairs.pdf"], json.dumps(SMALL), "must end in"),
        (["-o", "no/such/folder/pairs.json"], json.dumps(SMALL), "can't be written"),
        ([], "Name;Level\nAda;9\nBen;8\n", "Row 3, column B"),
        ([], " \n", "Standard input is empty"),
        ([], json.dumps({**SMALL, "people": []}), "nobody among the people"),
        (["."], "", ". can't be read"),
    ],
)
def test_pair_says_what_can_be_mended(gespann: Gespann, arguments: list[str], text: str, says: str) -> None:
    answer = gespann("pair", *arguments, stdin=text)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert says in answer.stderr
    assert "Traceback" not in answer.stderr


def test_pair_tells_the_facilitator_alone_why_somebody_is_left_over(gespann: Gespann) -> None:
    answer = gespann("pair", "--to", "html", stdin="Name;Not with\nAda;Ben\nBen;\n")
    assert "Ada, Ben can only be grouped among themselves" in answer.stderr or "one person is over" in answer.stderr
    assert "among themselves" not in answer.stdout
    assert "Without a group: Ada, Ben" in answer.stdout


def test_pair_says_which_columns_it_does_not_read(gespann: Gespann) -> None:
    answer = gespann("pair", "--to", "csv", stdin="Name;Shoe size\nAda;40\nBen;41\n")
    assert answer.returncode == 0
    assert "Shoe size" in answer.stderr


def test_pair_never_writes_over_the_list(gespann: Gespann, tmp_path: Path) -> None:
    people, link, other = tmp_path / "list.csv", tmp_path / "link.csv", tmp_path / "pairs.csv"
    people.write_text("Name,Level\nAda,1\nBen,3\n")
    link.symlink_to(people)
    other.write_text("old")
    for arguments in (["-o", str(people)], ["-o", str(link)], ["--template", "en", "-o", str(people)]):
        answer = gespann("pair", str(people), *arguments)
        assert answer.returncode == 2
        assert answer.stderr.endswith("give -o another name.\n")
        assert people.read_text() == "Name,Level\nAda,1\nBen,3\n"
    assert gespann("pair", str(people), "-o", str(other)).returncode == 0, "the result of an earlier run is replaced"
    assert "Ada" in other.read_text(encoding="utf-8")


def test_pair_never_writes_over_the_list_on_standard_input(
    gespann: Gespann, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = tmp_path / "list.csv"
    people.write_text("Name\nAda\nBen\n")
    with people.open() as file:
        monkeypatch.setattr(io, "TextIOWrapper", lambda _: file)
        answer = gespann("pair", "-o", str(people))
    assert (answer.returncode, people.read_text()) == (2, "Name\nAda\nBen\n")


def test_pair_writes_to_standard_output_by_the_name_of_a_dash(
    gespann: Gespann, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = gespann("pair", "-o", "-", stdin="Name\nAda\nBen\n")
    assert (answer.returncode, list(tmp_path.glob("-"))) == (0, [])
    assert "Ada" in answer.stdout


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({**SMALL, "format": "other/1"})])
def test_pair_says_what_is_wrong_with_an_instance(gespann: Gespann, text: str) -> None:
    answer = gespann("pair", stdin=text)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "Traceback" not in answer.stderr


def test_schema_writes_what_it_then_finds_current(gespann: Gespann, tmp_path: Path) -> None:
    assert gespann("schema", "--check", str(tmp_path)).returncode == 2
    assert gespann("schema", str(tmp_path)).returncode == 0
    assert gespann("schema", "--check", str(tmp_path)).returncode == 0
    assert "/api/workshops" in json.loads((tmp_path / "openapi.json").read_text())["paths"]
    assert "Do" in json.loads((tmp_path / "live.json").read_text())["$defs"]


def test_a_taken_port_is_one_sentence(gespann: Gespann) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = gespann("serve", GESPANN_PORT=port)
    assert answer.returncode == 2
    assert f"127.0.0.1:{port} is taken" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_database_address_that_is_none_is_one_sentence(gespann: Gespann, built: None) -> None:
    answer = gespann("serve", GESPANN_REDIS_URL="redis://127.0.0.1:1/0?socket_timeout=soon", GESPANN_PORT="0")
    assert answer.returncode == 2
    assert "GESPANN_REDIS_URL is no address of a database" in answer.stderr


def test_a_data_folder_that_is_no_use_is_one_sentence(gespann: Gespann, built: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    answer = gespann("serve", GESPANN_DATA_DIR=str(tmp_path / "file/data"), GESPANN_PORT="0")
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_pages_that_were_not_built_are_one_sentence(
    gespann: Gespann, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "ROOT", tmp_path)
    answer = gespann("serve", GESPANN_REDIS_URL="redis://127.0.0.1:1/0", GESPANN_PORT="0")
    assert answer.returncode == 2
    assert "./go build" in answer.stderr


def test_a_mistake_of_ours_leaves_its_traceback_in_a_file(
    gespann: Gespann, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> NoReturn:
        raise RuntimeError("a detail")

    monkeypatch.setattr("server.core.pairing.outcome.plan", broken)
    answer = gespann("pair", stdin=json.dumps(SMALL))
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    log = tmp_path / "data/logs/gespann-error.log"
    assert str(log) in answer.stderr
    assert "a detail" in log.read_text()
    assert "a detail" in gespann("pair", stdin=json.dumps(SMALL), GESPANN_DEBUG="1").stderr


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the pages had been built."""
    front = Assets(built_front(tmp_path / "dist"))
    monkeypatch.setattr(app, "Assets", lambda _: front)


async def test_serve_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    """With a database of its own: ready, a page, a code that leads nowhere; then SIGTERM, and no child is left."""
    front, data = built_front(tmp_path / "dist"), tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GESPANN_")}
    environment |= {"GESPANN_PORT": "0", "GESPANN_DATA_DIR": str(data), "GESPANN_FACILITATORS": "open"}
    start = (
        "import pathlib, web; from server import cli, app, http; from server.http.assets import Assets;"
        f"app.Assets = lambda _: Assets(pathlib.Path({str(front)!r})); cli.main(['serve'])"
    )
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", start, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert server.stderr is not None
    try:
        async with asyncio.timeout(30):
            told = ""
            while not (listening := re.search(r"serving on (http://127.0.0.1:\d+)", told)):
                line = (await server.stderr.readline()).decode()
                assert line, told
                told += line
            async with httpx.AsyncClient(base_url=listening[1], timeout=30) as page:
                assert (await page.get("/health/ready")).text == "ready\n"
                answer = await page.get("/?who=me")
                assert "server" not in answer.headers
                head = await page.head("/health/live")  # as monitors ask
                assert (head.status_code, head.content) == (200, b"")
                assert (await page.get("/health/live")).headers["content-length"] == head.headers["content-length"]
                assert (await page.get("/sign-in/hush")).status_code == 410
                assert (await page.get("/metrics")).status_code == 200
                assert (await page.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"})).status_code == 404
            server.terminate()
            rest = (await server.stderr.read()).decode()
            assert await server.wait() == 0
    finally:
        if server.returncode is None:
            server.kill()
    assert "GET /sign-in/{secret} 410" in rest
    assert "hush" not in rest
    assert "who=me" not in rest
    assert "Traceback" not in told + rest
    with EmbeddedValkey(data):  # its lock is free: the child has gone, too
        pass
