"""RSS and Atom feeds: an article an entry, with as much of its text as the feed carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.pages import PAGE_ERRORS
from detente.sources.plain import read_whole
from detente.sources.rows import article

_BLOCKS = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr", "section", "article")
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_GAPS = re.compile(r"\s*\n\s*\n\s*")


def _text(markup: str) -> str:
    """The words of an HTML fragment, a blank line between its blocks."""
    from lxml import html

    if "<" not in markup and "&" not in markup:
        return markup.strip()
    root = html.fromstring(f"<div>{markup}</div>")
    for element in root.iter():
        if element.tag in ("script", "style"):
            element.text = None
        elif element.tag in _BLOCKS:
            element.tail = "\n\n" + (element.tail or "")
            element.text = "\n\n" + (element.text or "")
    words = _BLANKS.sub(" ", str(root.text_content()).replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n\n"))
    return _GAPS.sub("\n\n", words).strip()


def _longest(entry: Any) -> str:
    contents = [part.get("value") or "" for part in entry.get("content") or [] if isinstance(part, dict)]
    return max([*contents, entry.get("summary") or ""], key=len)


def read_feed(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The entries of a feed. A feed cut off in the middle gives its whole entries, then an error."""
    import feedparser

    data = read_whole(stream, name, settings)
    try:
        feed: Any = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    except PAGE_ERRORS as error:
        yield SourceError(name, f"the feed cannot be read ({type(error).__name__})")
        return
    publisher = (feed.feed.get("title") or "").strip() or None
    language = (feed.feed.get("language") or "").partition("-")[0] or None
    for number, entry in enumerate(feed.entries, 1):
        where = f"{name}, item {number}"
        try:
            text, title = _text(_longest(entry)), _text(entry.get("title") or "")
        except PAGE_ERRORS as error:
            yield SourceError(where, f"cannot be read ({type(error).__name__})")
            continue
        values = {
            "text": text,
            "title": title,
            "published": entry.get("published") or entry.get("created"),
            "url": entry.get("link"),
            "source": (entry.get("source") or {}).get("title") or publisher,
            "language": language,
        }
        yield from article(values, where, settings)
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.ThingsNobodyCaresAboutButMe):
        after = f", after item {len(feed.entries)}" if feed.entries else ""
        reason = " ".join(str(feed.bozo_exception).split())[:160]
        yield SourceError(f"{name}{after}", f"the feed is not well formed ({reason})")
    elif not feed.entries:
        yield SourceError(name, "holds no articles")
