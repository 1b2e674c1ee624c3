"""Web archives (WARC): an article a page that was fetched with success; all other records are passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.decoding import NotText, decode, newlines
from detente.sources.pages import declared_encoding, page
from detente.sources.rows import placed
from detente.sources.streams import READ_ERRORS, some

PAGE_TYPES = ("text/html", "application/xhtml+xml")


class _Pieces:
    """The stream, in pieces that come before an error: a whole buffer would be lost with what stood in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._done = 0

    def read(self, size: int = -1) -> bytes:
        piece = some(self._stream, size)
        self._done += len(piece)
        return piece

    def tell(self) -> int:
        return self._done


def _charset(content_type: str) -> str | None:
    return content_type.lower().partition("charset=")[2].strip(" \"';") or None


def read_archive(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The pages of a web archive, record by record, dated by what they say: the day of the crawl is no date of news."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = pages = 0
    limit = 4 * settings.max_characters
    try:
        records = ArchiveIterator(_Pieces(stream), check_digests=False)
        for record in records:
            number += 1
            offset = records.offset
            if record.rec_type != "response" or record.http_headers is None:
                continue
            content_type = record.http_headers.get_header("Content-Type") or ""
            status = record.http_headers.get_statuscode()
            if status != "200" or not content_type.lower().startswith(PAGE_TYPES):
                continue
            pages += 1
            where = f"{name}, item {number}"
            url = record.rec_headers.get_header("WARC-Target-URI")
            data = record.content_stream().read(limit + 1)
            if len(data) > limit:
                yield SourceError(where, f"is longer than {settings.max_characters:,} characters", offset)
                continue
            try:
                html = newlines(decode(data, declared=_charset(content_type) or declared_encoding(data)))
            except NotText as error:
                yield SourceError(where, str(error), offset)
                continue
            yield from placed(page(html, where, settings, url=url), offset)
    except (ArchiveLoadFailed, ValueError, LookupError, AttributeError, *READ_ERRORS) as error:
        where = f"{name}, after item {number}" if number else name
        yield SourceError(where, f"the archive cannot be read further ({' '.join(str(error).split())[:160]})")
        return
    if not pages:
        yield SourceError(name, "holds no pages")
