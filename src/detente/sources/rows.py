"""One record of a table or a JSON file -> Article, by the names of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.dates import NotADate, read_date
from detente.sources.decoding import NotText, check, whole_characters

NAMES = {
    "text": ("text", "body", "content", "article", "article_text", "full_text", "fulltext", "maintext", "story_text"),
    "published": (
        *(
            "published",
            "date",
            "published_at",
            "publishedat",
            "publish_date",
            "publication_date",
            "pub_date",
            "pubdate",
        ),
        *("date_published", "datepublished", "date_publish", "datetime", "story_date"),
    ),
    "title": ("title", "headline", "head"),
    "source": ("source", "publisher", "outlet", "newspaper", "publication", "source_name"),
    "url": ("url", "link", "uri", "href"),
    "language": ("language", "lang"),
}
_FIELDS = {name: field for field, names in NAMES.items() for name in names}


def field_of(name: object) -> str | None:
    """The field of an Article that a column or key of this name fills; None where it fills none."""
    return _FIELDS.get(re.sub(r"[\s\-]+", "_", str(name).strip().lower())) if isinstance(name, str) else None


def columns(names: list[str]) -> dict[str, int]:
    """Field -> the place of its column: of several that would do, the one listed first in NAMES."""
    places: dict[str, int] = {}
    ranks: dict[str, int] = {}
    for place, name in enumerate(names):
        field = field_of(name)
        if field is None:
            continue
        rank = NAMES[field].index(re.sub(r"[\s\-]+", "_", name.strip().lower()))
        if field not in ranks or rank < ranks[field]:
            places[field], ranks[field] = place, rank
    return places


def fields(record: Mapping[object, object]) -> dict[str, object]:
    """The values of a record by field; names that mean nothing here are left out, empty values give way."""
    filled = [str(name) for name, value in record.items() if isinstance(name, str) and value not in (None, "")]
    return {field: record[filled[place]] for field, place in columns(filled).items()}


def article(values: Mapping[str, object], where: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The article in one record (from `fields`), after an error for each field that had to be left out.

    Without a usable text there is one error and no article.
    """
    text = values.get("text")
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if text is None or (isinstance(text, str) and not text.strip()):
        yield SourceError(where, "has no text")
        return
    if not isinstance(text, str):
        yield SourceError(where, f"the text is a {type(text).__name__}, not a string")
        return
    if len(text) > settings.max_characters:
        yield SourceError(where, f"the text is longer than {settings.max_characters:,} characters")
        return
    try:
        check(text)
    except NotText as error:
        yield SourceError(where, str(error))
        return
    published: date | None = None
    try:
        published = read_date(values.get("published"))
    except NotADate as error:
        yield SourceError(where, f"read without its date: {error}")
    words: dict[str, str] = {}
    for field in ("title", "source", "url", "language"):
        value = values.get(field)
        if field == "source" and isinstance(value, Mapping):
            value = value.get("name")
        if value is None or value != value:
            continue
        if isinstance(value, str | int) and not isinstance(value, bool):
            if cleaned := whole_characters(str(value)).strip().replace("\x00", ""):
                words[field] = cleaned
        else:
            yield SourceError(where, f"read without its {field}: a {type(value).__name__} is not a string")
    yield Article(
        text=whole_characters(text),
        published=published,
        title=words.get("title"),
        source=words.get("source"),
        url=words.get("url"),
        language=words.get("language", "en").lower(),
    )


def placed(items: Iterable[Article | SourceError], offset: int | None) -> Iterator[Article | SourceError]:
    """The items, the errors among them with the byte at which the record begins."""
    for item in items:
        yield SourceError(item.where, item.why, offset) if isinstance(item, SourceError) else item
