"""HTML pages -> the main text, title, date and address that they state about themselves."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from lxml.etree import LxmlError

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.dates import NotADate, read_date
from detente.sources.decoding import NotText, check, decode, newlines, whole_characters
from detente.sources.plain import read_whole

# What the extractor and the parser below it raise on pages that are broken beyond repair.
PAGE_ERRORS = (LxmlError, ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z]{2,3})\b""", re.IGNORECASE)

for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # what matters comes back as a SourceError


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page names for itself."""
    match = _XML_DECLARED.search(data[:1024]) or _DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None


def page(html: str, where: str, settings: Settings, *, url: str | None = None) -> Iterator[Article | SourceError]:
    """The article of one page, after an error for a date that cannot be; one error where there is no article."""
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            html,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={
                "original_date": True,
                "extensive_search": False,
                "outputformat": "%Y-%m-%d",
                "min_date": "1800-01-01",
                "max_date": "2200-01-01",
            },
        )
    except PAGE_ERRORS as error:
        yield SourceError(where, f"the page cannot be read ({type(error).__name__})")
        return
    text = whole_characters((found.text if found is not None else None) or "")
    if found is None or not text.strip():
        yield SourceError(where, "no article found in the page")
        return
    try:
        check(text)
    except NotText as error:
        yield SourceError(where, str(error))
        return
    published: date | None = None
    try:
        published = read_date(found.date)
    except NotADate as error:
        yield SourceError(where, f"read without its date: {error}")
    language = _LANGUAGE.search(html[:4000])
    yield Article(
        text=text,
        published=published,
        title=whole_characters(found.title).strip() or None if found.title else None,
        source=found.sitename or found.hostname or None,
        url=url or found.url or None,
        language=language[1].lower() if language else "en",
    )


def read_page(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The article in an HTML file."""
    try:
        data = read_whole(stream, name, settings)
        html = newlines(decode(data, declared=declared_encoding(data)))
    except NotText as error:
        yield SourceError(name, str(error))
        return
    yield from page(html, name, settings)
