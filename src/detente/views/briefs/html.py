"""A brief as one HTML file: no script, no file beside it, charts drawn in, every statement linked to its evidence."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

import jinja2

from detente.views import charts
from detente.views.briefs.parts import Brief, Figure, Statement, Table
from detente.views.briefs.wording import day

HERE = files("detente.views.briefs")


@cache
def _environment() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("detente.views.briefs", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    found.filters["day"] = day
    found.filters["link"] = lambda url: url if url and urlsplit(url).scheme in {"http", "https"} else None
    found.tests["statement"] = lambda block: isinstance(block, Statement)
    found.tests["table"] = lambda block: isinstance(block, Table)
    found.tests["figure"] = lambda block: isinstance(block, Figure)
    found.globals["svg"] = lambda figure: charts.svg(figure.spec)
    return found


def style() -> str:
    """The style sheet that the file carries."""
    return (HERE / "templates" / "brief.css").read_text(encoding="utf-8")


def html(brief: Brief) -> str:
    """The brief as a page that can be kept, printed and read on a phone."""
    return _environment().get_template("brief.html").render(brief=brief, style=style(), specs=None)


def fragment(brief: Brief, specs: str) -> str:
    """The same for a page that has a head and style of its own: notes lead to `/events/ID`, and each chart can be had
    as a Vega specification below the address `specs`."""
    return _environment().get_template("body.html").render(brief=brief, specs=specs)
