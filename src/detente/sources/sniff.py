"""What a file is, told once from its first bytes; its name only breaks ties."""

from __future__ import annotations

import csv
import json
import re
from pathlib import PurePath

from detente.sources.decoding import NotText, decode, wide_encoding
from detente.sources.rows import field_of

FORMATS = ("text", "html", "json", "jsonl", "csv", "parquet", "feed", "newsml", "warc")
DELIMITERS = (",", "\t", ";", "|")
UNREADABLE = (  # formats that people try, named so that they know what to do
    (b"%PDF", "a PDF file; convert it to text or HTML first"),
    (b"PK\x03\x04", "a ZIP archive or an Office document; unpack it or save it as text first"),
    (b"\xd0\xcf\x11\xe0", "an Office document; save it as text first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "an SQLite database; export a table as CSV first"),
    (b"{\\rtf", "an RTF document; save it as text first"),
)
_BY_EXTENSION = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".parquet": "parquet",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
}
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_NEWSML = re.compile(r"<(?:\w+:)?(?:newsMessage|newsItem|packageItem)\b[^>]*iptc\.org/std/nar/", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(?:p|div|span|article|h[1-6]|a|br|b|i|em|strong|section|main|title|meta|ul|table)\b[^<>]*>", re.I)


def extension(name: str) -> str:
    """The extension that tells the format, in lower case, that of a gzip inside included."""
    path = PurePath(name)
    return PurePath(path.stem).suffix.lower() if path.suffix.lower() in (".gz", ".gzip") else path.suffix.lower()


def delimiter_of(header: str) -> str | None:
    """The character that parts a header line into names, one of which is a name for the text; None if there is none."""
    for delimiter in DELIMITERS:
        quote = "'" if header.startswith("'") else '"'
        try:
            names = next(csv.reader([header], delimiter=delimiter, quotechar=quote), [])
        except csv.Error:
            continue
        if len(names) > 1 and any(field_of(name) == "text" for name in names) and all(len(n) < 60 for n in names):
            return delimiter
    return None


def _json_kind(text: str, named: str | None) -> str | None:
    """ "jsonl" where each line is an object, "json" where one value runs over lines, None for what is not JSON."""
    if not re.match(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:\{|\]|$))', text):
        return None
    if re.match(r"\s*(?:\[|\{[ \t\r]*\n)", text):
        return "json"
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1 or named == "jsonl":
        return "jsonl"
    for line in lines[:5]:
        try:
            if isinstance(json.loads(line), dict):
                return "jsonl"
        except (ValueError, RecursionError):
            continue
    return "json"


def sniff(head: bytes, name: str, complete: bool) -> str:
    """The format, one of FORMATS, of a file that begins with `head` (all of it where `complete`) and is called `name`.

    NotText with the reason for what is none of them.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    for magic, what in UNREADABLE:
        if head.startswith(magic):
            raise NotText(what)
    named = _BY_EXTENSION.get(extension(name))
    if named == "parquet":
        raise NotText("is not a Parquet file, though its name says so")
    try:
        text = _decoded(head, complete).lstrip()
    except NotText:
        if kind := _kind_by_line(head):
            return kind
        raise
    if text.startswith("<"):
        first = text[:4000]
        if _NEWSML.search(first):
            return "newsml"
        page, feed = _PAGE.search(first), _FEED.search(first)
        if feed and not (page and page.start() < feed.start()):
            return "feed"
        if not page and (named == "feed" or text.startswith("<?xml")):
            raise NotText("is XML, but no feed (RSS, Atom), NewsML-G2 or page")
        if page or (named != "text" and _TAG.search(first)):
            return "html"
    if named == "html" and _TAG.search(text):
        return "html"
    if kind := _json_kind(text, named):
        return kind
    if named in ("json", "jsonl", "csv"):
        return named
    return "csv" if delimiter_of(text.partition("\n")[0].rstrip("\r")) else "text"


def _decoded(head: bytes, complete: bool) -> str:
    """The head as text; where it may end in the middle of a character, a few bytes fewer are read."""
    step = 2 if wide_encoding(head) else 1
    cuts = (0,) if complete else range(0, 4 * step, step)
    last: NotText | None = None
    for cut in cuts:
        try:
            return decode(head[: len(head) - cut])
        except NotText as error:
            last = error
    assert last is not None
    raise last


def _kind_by_line(head: bytes) -> str | None:
    """The format of rows of which some are not text: told from those that are."""
    lines = head.split(b"\n")[:20]
    try:
        if delimiter_of(decode(lines[0]).rstrip("\r")):
            return "csv"
    except NotText:
        pass
    for line in lines:
        try:
            if isinstance(json.loads(decode(line)), dict):
                return "jsonl"
        except (ValueError, RecursionError):
            continue
    return None
