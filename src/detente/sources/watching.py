"""Feeds that are asked again and again: what is new in them, and what is remembered between two visits."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.decoding import NotText, decode, newlines
from detente.sources.feeds import read_feed
from detente.sources.furniture import prepare
from detente.sources.pages import declared_encoding, page

if TYPE_CHECKING:
    from detente.sources.fetching import Fetcher

OnError = Callable[[SourceError], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """What is remembered of a feed: its validators, seconds since 1970 of the last visit, entries that are done."""

    etag: str | None = None
    modified: str | None = None
    time: float = 0.0
    done: tuple[str, ...] = ()


def visit(
    url: str,
    last: Visit,
    fetcher: Fetcher,
    now: float,
    on_error: OnError,
    *,
    pages: bool = False,
    settings: Settings,
) -> tuple[Iterator[Article], Callable[[], Visit]]:
    """The articles that are new in a feed, and what to remember once all of them are filed.

    pages: the text is that of the page an entry leads to. A page that cannot be had now is tried again at the next
    visit; where there is none to be had, the entry's own text is taken. Raises SourceError where the feed itself
    cannot be fetched.
    """
    answer = fetcher.get(url, etag=last.etag, modified=last.modified)
    if answer.status == 304:
        return iter(()), lambda: replace(last, time=now)
    done: list[str] = []
    waits = False

    def articles() -> Iterator[Article]:
        nonlocal waits
        for item in read_feed(io.BytesIO(answer.body), url, settings):
            if isinstance(item, SourceError):
                on_error(item)
                continue
            key = item.id
            if key in last.done:
                done.append(key)
                continue
            found = _page(item, fetcher, settings, on_error) if pages and item.url else item
            if found is None:
                waits = True
                continue
            done.append(key)
            yield prepare(found)

    # Only what the feed still carries is remembered. While entries wait, the feed must not answer "nothing new".
    return articles(), lambda: Visit(
        None if waits else answer.etag, None if waits else answer.modified, now, tuple(done)
    )


def _page(entry: Article, fetcher: Fetcher, settings: Settings, on_error: OnError) -> Article | None:
    """The article on the page of an entry, the entry itself where there is none, None where it may come later."""
    from detente.sources.fetching import Unavailable

    assert entry.url is not None
    try:
        answer = fetcher.get(entry.url, robots=True)
        html = newlines(decode(answer.body, declared=_charset(answer.content_type) or declared_encoding(answer.body)))
    except Unavailable as error:
        on_error(error)
        return None
    except (SourceError, NotText) as error:
        on_error(error if isinstance(error, SourceError) else SourceError(entry.url, str(error)))
        return entry
    for item in page(html, entry.url, settings, url=entry.url):
        if isinstance(item, SourceError):
            on_error(item)
        else:
            return replace(
                item,
                published=item.published or entry.published,
                title=item.title or entry.title,
                source=entry.source or item.source,
            )
    return entry


def _charset(content_type: str) -> str | None:
    return content_type.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None


def feeds_of(places: list[str]) -> list[str]:
    """Addresses of feeds, each once: addresses as they are, and those that files list, one a line ("#" begins a note).

    SourceError for a file that cannot be read or holds something else.
    """
    found: list[str] = []
    for place in places:
        if "://" in place:
            found.append(place)
            continue
        try:
            lines = Path(place).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise SourceError(place, f"cannot be read as a list of feeds ({error})") from error
        for number, line in enumerate(lines, 1):
            address = line.partition(" #")[0].strip()
            if address and not address.startswith("#"):
                if "://" not in address:
                    raise SourceError(f"{place}, line {number}", f"{address[:60]!r} is no address")
                found.append(address)
    return list(dict.fromkeys(found))


def load_visits(path: Path) -> dict[str, Visit]:
    """What is remembered; nothing where the file is absent or damaged, which costs a visit and loses no article."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {url: Visit(**{**row, "done": tuple(row["done"])}) for url, row in held.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return {}


def visits_to_json(visits: dict[str, Visit]) -> bytes:
    """The content of the file that `load_visits` reads."""
    return json.dumps({url: asdict(one) for url, one in visits.items()}, indent=1).encode()
