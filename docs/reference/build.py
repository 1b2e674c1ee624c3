"""Writes the generated reference: `python docs/reference/build.py`. A test fails when a file is out of date."""

from __future__ import annotations

import enum
import json
from pathlib import Path
from typing import Any

import typer

from detente.formats import event_schema
from detente.views.cli import app

DOCS = Path(__file__).resolve().parent.parent


def _shown(parameter: Any) -> str:
    """How an argument or option is typed."""
    if parameter.param_type_name == "argument":
        return f"`{parameter.metavar or parameter.name.upper()}`"
    names = ", ".join(f"`{name}`" for name in parameter.opts)
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return names + " " + " or ".join(f"`{getattr(choice, 'value', choice)}`" for choice in choices)
    return names if parameter.is_flag else f"{names} `{parameter.metavar or parameter.name.upper()}`"


def _default(parameter: Any) -> str:
    value = parameter.default.value if isinstance(parameter.default, enum.Enum) else parameter.default
    if parameter.required or value in (None, False, (), []) or "efault" in (parameter.help or ""):
        return ""
    return f" Default: {value}."


def _commands() -> str:
    """Every command with its arguments and options."""
    parts = ["# Commands", "", "This page is generated from the commands themselves; `--help` says the same.", ""]
    for name, command in getattr(typer.main.get_command(app), "commands", {}).items():
        about = (command.help or "").strip()
        parts += [f"## `detente {name}`", "", about, ""]
        shown = [parameter for parameter in command.params if parameter.name != "help"]
        if shown:
            parts += ["| argument or option | what it is |", "|---|---|"]
            for parameter in shown:
                words = " ".join((parameter.help or "").split()).replace("|", "\\|")
                parts.append(f"| {_shown(parameter)} | {words}{_default(parameter)} |")
            parts.append("")
    parts += ["## Exit status", ""]
    parts += ["0: done. 1: some input could not be used; which and why is on standard error. 2: wrong usage.", ""]
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """Every generated file and what belongs in it."""
    return {
        DOCS / "schema" / "event.schema.json": json.dumps(event_schema(), indent=1, ensure_ascii=False) + "\n",
        DOCS / "reference" / "commands.md": _commands(),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
