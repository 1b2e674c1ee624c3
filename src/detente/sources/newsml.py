"""NewsML-G2 (IPTC, 2.x): an article each news item that holds text, also inside messages and packages.

The file is read as a stream, an item at a time. Document types and entities are refused: no NewsML-G2 needs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources.rows import article

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NITF = "{http://iptc.org/std/NITF/2006-10-18/}"
_BLOCKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr", "hl1", "hl2", "block"})
_LEFT_OUT = frozenset({"head", "script", "style", "body.head", "hedline"})
_DATES = ("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated")
_ITEMS = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
_PIECE = 1 << 16
_MARKUP_ROOM = 4  # bytes of an item for each character that its text may have


def read_newsml(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceError]:
    """The text items of a NewsML-G2 file. What follows on markup that is not well formed is lost, and named."""
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    items = since = 0
    begun = False
    try:
        while piece := stream.read(_PIECE):
            parser.feed(piece)
            since += len(piece)
            for event, element in parser.read_events():
                if not begun and element.getroottree().docinfo.internalDTD is not None:
                    yield SourceError(name, "has a document type, which NewsML-G2 does not need and is refused")
                    return
                begun = True
                if event == "end" and _local(element) in _ITEMS:
                    since = 0
                    if _local(element) == "newsItem":
                        items += 1
                        yield from _item(element, f"{name}, item {items}", settings)
                    _clear(element)
            if since > _MARKUP_ROOM * settings.max_characters:
                yield SourceError(f"{name}, item {items + 1}", "is longer than any article")
                return
        parser.close()
    except etree.LxmlError as error:
        after = f", after item {items}" if items else ""
        yield SourceError(f"{name}{after}", f"is not well formed ({' '.join(str(error).split())[:160]})")
        return
    if not items:
        yield SourceError(name, "holds no news item")


def _item(item: etree._Element, where: str, settings: Settings) -> Iterator[Article | SourceError]:
    withheld = item.find(_path("itemMeta/pubStatus"))
    status = "" if withheld is None else (withheld.get("qcode") or withheld.get("uri") or "").rpartition(":")[2]
    if status in ("canceled", "withheld"):
        yield SourceError(where, f"was {status} by its publisher")
        return
    text = _text(item)
    if not text:
        nature = item.find(_path("itemMeta/itemClass"))
        kind = "" if nature is None else f" (its class is {nature.get('qcode') or nature.get('uri')})"
        yield SourceError(where, f"holds no text{kind}")
        return
    language = item.find(_path("contentMeta/language"))
    tag = (language.get("tag") if language is not None else None) or item.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    )
    values = {
        "text": text,
        "title": _said(item, "contentMeta/headline") or _said(item, "itemMeta/title"),
        "published": next((said for path in _DATES if (said := _said(item, path))), None),
        "source": _provider(item),
        "url": _address(item),
        "language": (tag or "").partition("-")[0] or None,
    }
    yield from article(values, where, settings)


def _text(item: etree._Element) -> str:
    """The words of the first content that has any: XHTML or NITF inside, else plain text."""
    for content in item.iterfind(_path("contentSet/*")):
        if _local(content) == "inlineXML":
            body = next(
                (e for e in content.iter(f"{_XHTML}body", f"{_NITF}body.content", "body", "body.content")), content
            )
            if found := "".join(_words(body)).strip():
                return _paragraphs(found)
        elif _local(content) == "inlineData" and content.get("encoding") is None:
            plain = (content.get("contenttype") or "text/plain").startswith("text/plain")
            if plain and (content.text or "").strip():
                return str(content.text).strip()
    return ""


def _words(element: etree._Element) -> Iterator[str]:
    """The text below an element, with a mark where a block begins or ends; no recursion, since depth is foreign."""
    stack: list[tuple[etree._Element, bool]] = [(element, False)]
    while stack:
        one, done = stack.pop()
        name = _local(one)
        if done:
            yield "\0" if name in _BLOCKS else ""
            yield " ".join((one.tail or "").split("\n")) if one is not element else ""
            continue
        stack.append((one, True))
        if not isinstance(one.tag, str) or name in _LEFT_OUT:
            continue
        yield "\0" if name in _BLOCKS else ""
        yield " ".join((one.text or "").split("\n"))
        stack.extend((child, False) for child in reversed(one))


def _paragraphs(words: str) -> str:
    parts = (" ".join(part.split()) for part in words.split("\0"))
    return "\n\n".join(part for part in parts if part)


def _provider(item: etree._Element) -> str | None:
    """The name of who provides the item, else of where its content is from; a code or address where none is named."""
    paths = ("itemMeta/provider", "contentMeta/infoSource", "rightsInfo/copyrightHolder")
    found = [one for path in paths if (one := item.find(_path(path))) is not None]
    for one in found:
        if named := (one.findtext(_path("name")) or one.get("literal") or "").strip():
            return str(named)
    coded = next((code for one in found if (code := one.get("qcode") or one.get("uri"))), None)
    return coded if coded is None or "://" in coded else str(coded).rpartition(":")[2]


def _address(item: etree._Element) -> str | None:
    """A web address of the item where it has one, else its own name (guid)."""
    for link in item.iterfind(_path("itemMeta/link")):
        if (link.get("href") or "").startswith(("http://", "https://")):
            return str(link.get("href"))
    guid: str | None = item.get("guid")
    return guid


def _said(item: etree._Element, path: str) -> str | None:
    found = item.find(_path(path))
    return (" ".join("".join(found.itertext()).split()) or None) if found is not None else None


def _path(path: str) -> str:
    return "/".join(part if part == "*" else f"{{{NAMESPACE}}}{part}" for part in path.split("/"))


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _clear(element: etree._Element) -> None:
    """Forget an item and what stands before it, so that the tree does not grow."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
