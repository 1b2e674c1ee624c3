"""The documentation runs: every code block of README.md and docs/, page by page, in an empty folder.

Blocks of one page run in their order and share the folder and the Python names. `src` stands in the folder, so that the
shipped examples are found as from the root of the project. A block runs unless a comment right before it says why not:
`<!-- not run: needs the network -->`. `<!-- exits with 1 -->` announces another exit status than 0.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = ("bash", "sh", "console", "shell")
_BLOCK = re.compile(
    r"^(?:<!--\s*(?P<remark>.+?)\s*-->\s*\n)?^```(?P<language>\w+)[^\n]*\n(?P<code>.*?)^```", re.M | re.S
)
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@dataclasses.dataclass(frozen=True)
class Block:
    """A code block: its language, its code, the line it begins in, the exit status it announces."""

    language: str
    code: str
    line: int
    status: int


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page that run."""
    text = page.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        remark = match["remark"] or ""
        if remark.startswith("not run"):
            assert len(remark) > len("not run: "), f"{page}: say why a block is not run"
            continue
        status = re.match(r"exits with (\d+)", remark)
        line = text.count("\n", 0, match.start("code")) + 1
        yield Block(match["language"].lower(), match["code"], line, int(status[1]) if status else 0)


def commands(code: str) -> str:
    """What is typed in a console block: the lines after "$ " and those they go on in; all of a block without "$ "."""
    if not re.search(r"^\$ ", code, re.M):
        return code
    typed: list[str] = []
    going_on = False
    for line in code.splitlines():
        if line.startswith("$ ") or going_on:
            typed.append(line.removeprefix("$ ").removeprefix("> "))
            going_on = line.endswith("\\")
    return "\n".join(typed)


def run_shell(block: Block, folder: Path) -> None:
    """Runs the commands of a block and checks the status of the last one, 0 for those before it."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("DETENTE_LEDGER", None)
    ended = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", commands(block.code)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == block.status, f"line {block.line}: {block.code}\n{ended.stdout}{ended.stderr}"


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").symlink_to(ROOT / "src")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_LEDGER", raising=False)
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page):
        if block.language in SHELL:
            run_shell(block, tmp_path)
        elif block.language == "python":
            exec(compile("\n" * (block.line - 1) + block.code, _name(page), "exec"), names)
        elif block.language == "json":
            json.loads(block.code)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def _documentation() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def test_generated_pages_are_up_to_date() -> None:
    names = runpy.run_path(str(ROOT / "docs" / "reference" / "build.py"))
    for path, text in names["pages"]().items():
        assert path.read_text(encoding="utf-8") == text, "run python docs/reference/build.py"


def test_every_command_is_documented() -> None:
    from detente.views.cli import app

    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert names
    documentation = _documentation()
    assert [name for name in names if f"detente {name}" not in documentation] == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert [f.name for f in dataclasses.fields(Settings) if f"`{f.name}`" not in text] == []


def test_every_format_is_documented() -> None:
    from detente.sources import FORMATS

    text = (ROOT / "docs" / "howto" / "sources.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in text] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    start = ROOT / "docs" / "index.md"
    seen, todo = set(), [start]
    while todo:
        page = todo.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        for target in _LINK.findall(page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and (page.parent / target).exists():
                todo.append((page.parent / target).resolve())
    assert {_name(page) for page in PAGES} - {_name(page) for page in seen} <= {"README.md"}


def test_the_harness_sees_a_failure(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("<!-- exits with 3 -->\n```console\n$ echo a\na\n$ exit 3\n```\n\n```bash\nfalse\n```\n")
    first, second = blocks(page)
    assert commands(first.code) == "echo a\nexit 3"
    run_shell(first, tmp_path)
    with pytest.raises(AssertionError):
        run_shell(second, tmp_path)
