"""Writes the generated reference: `python docs/reference/build.py`. A test fails when a file is out of date."""

from __future__ import annotations

import enum
import inspect
import json
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.formats import event_schema
from detente.views.cli import app

DOCS = Path(__file__).resolve().parent.parent


def _typed(name: str, kind: Any, info: Any) -> str:
    """How an argument or option is typed."""
    if type(info).__name__ == "ArgumentInfo":
        return f"`{info.metavar or name.upper()}`"
    # Inside Annotated the first name given to typer.Option stands in its place for the default.
    given = [str(info.default or ""), *(info.param_decls or ())]
    names = [part for decl in given for part in decl.split("/") if part.startswith("-")]
    shown = ", ".join(f"`{part}`" for part in names or [f"--{name.replace('_', '-')}"])
    kinds = [part for part in (typing.get_args(kind) or (kind,)) if part is not types.NoneType]
    choices = [
        member.value for part in kinds if inspect.isclass(part) and issubclass(part, enum.Enum) for member in part
    ]
    if choices:
        return shown + " " + " or ".join(f"`{choice}`" for choice in choices)
    return shown if kinds == [bool] else f"{shown} `{info.metavar or name.upper()}`"


def _rows(callback: Any) -> Iterator[str]:
    for name, parameter in inspect.signature(callback).parameters.items():
        hint = typing.get_type_hints(callback, include_extras=True)[name]
        kind, info = typing.get_args(hint)[:2]
        words = " ".join((info.help or "").split()).replace("|", "\\|")
        value = parameter.default.value if isinstance(parameter.default, enum.Enum) else parameter.default
        stated = value is inspect.Parameter.empty or value in (None, False, ()) or "efault" in words
        yield f"| {_typed(name, kind, info)} | {words}{'' if stated else f' Default: {value}.'} |"


def _commands() -> str:
    """Every command with its arguments and options."""
    parts = ["# Commands", "", "This page is generated from the commands themselves; `--help` says the same.", ""]
    groups = [
        ("", app),
        *((f"{g.name or g.typer_instance.info.name} ", g.typer_instance) for g in app.registered_groups),
    ]
    for group, command in ((name, command) for name, some in groups for command in some.registered_commands):
        callback: Any = command.callback
        name = group + (command.name or callback.__name__.replace("_", "-"))
        parts += [f"## `detente {name}`", "", inspect.cleandoc(command.help or callback.__doc__ or ""), ""]
        if rows := list(_rows(callback)):
            parts += ["| argument or option | what it is |", "|---|---|", *rows, ""]
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
