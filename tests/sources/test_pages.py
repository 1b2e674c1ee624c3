"""Pages, feeds and web archives: main text and what they say about themselves."""

from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from detente.errors import SourceError
from detente.records import Article
from detente.sources import read

FIRST = "GENEVA (AP) — The foreign ministers of Japan and South Korea met in Geneva on Tuesday for talks on trade."
SECOND = "They agreed to meet again in July. “We had good talks,” the Japanese minister told reporters by the lake."
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Ministers meet | The Post</title>
<meta property="og:title" content="Ministers meet in Geneva"><meta property="og:site_name" content="The Post">
<meta property="article:published_time" content="2019-06-04T23:00:00+02:00">
<link rel="canonical" href="https://news.example/2019/06/04/geneva-talks"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Ministers meet in Geneva</h1>
<p>{FIRST}</p><p>{SECOND.replace("“", "&ldquo;").replace("”", "&rdquo;")}</p><p>Read more: <a href="/x">Talks</a></p>
</article><footer>All rights reserved.</footer></body></html>"""
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Post</title><language>en-us</language>
<item><title>Ministers meet &amp; talk</title><link>https://news.example/1</link>
<pubDate>Tue, 04 Jun 2019 10:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>Empty</title></item>
<item><title>No date</title><description>They met &amp;amp; talked.</description><pubDate>soon</pubDate></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><title>Ministers meet</title><link href="https://news.example/1"/><published>2019-06-04T10:00:00Z</published>
<updated>2019-06-09T10:00:00Z</updated><content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry></feed>"""


def reads(path: Path) -> tuple[list[Article], list[str]]:
    errors: list[SourceError] = []
    found = list(read(path, on_error=errors.append))
    return found, [str(error).replace(f"{path.parent}/", "") for error in errors]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_page(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (article,), errors = reads(tmp_path / name)
    assert errors == []
    assert article.title == "Ministers meet in Geneva"
    assert article.published == date(2019, 6, 4)
    assert (article.source, article.language) == ("The Post", "en")
    assert article.url == "https://news.example/2019/06/04/geneva-talks"
    kinds = [(s.kind, article.text[s.start : s.end]) for s in article.segments]
    body = f"{FIRST.removeprefix('GENEVA (AP) — ')}\n{SECOND}"
    assert [k for k in kinds if k[0] in ("body", "dateline")] == [("dateline", "GENEVA (AP) —"), ("body", body)]


def test_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "shift_jis").replace("by the lake", "by the lake (日本)").replace("—", "-")
    (tmp_path / "a.html").write_bytes(page.encode("shift_jis", "xmlcharrefreplace"))
    assert "by the lake (日本)" in reads(tmp_path / "a.html")[0][0].text


def test_page_without_a_date_has_none(tmp_path: Path) -> None:
    page = PAGE.replace("2019-06-04T23:00:00+02:00", "").replace("/2019/06/04", "").replace("July", "July 2012")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert reads(tmp_path / "a.html")[0][0].published is None


@pytest.mark.parametrize("page", ["<html></html>", "<!doctype html>"])
def test_page_without_an_article(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert reads(tmp_path / "a.html") == ([], ["a.html: no article found in the page"])


def test_feed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FEED, encoding="utf-8")
    found, errors = reads(tmp_path / "a.xml")
    assert [a.text for a in found] == [f"{FIRST}\n\n{SECOND}", "They met & talked."]
    assert [a.title for a in found] == ["Ministers meet & talk", "No date"]
    assert [a.published for a in found] == [date(2019, 6, 4), None]
    assert (found[0].url, found[0].source, found[0].language) == ("https://news.example/1", "The Post", "en")
    assert errors == ["a.xml, item 2: has no text", "a.xml, item 3: read without its date: 'soon' is not a date"]


def test_atom_feed_and_a_feed_cut_off(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(ATOM, encoding="utf-8")
    found, errors = reads(tmp_path / "a.xml")
    assert ([a.text for a in found], [a.published for a in found], errors) == ([FIRST], [date(2019, 6, 4)], [])
    (tmp_path / "b.xml").write_text(FEED[: FEED.index("<title>No date")], encoding="utf-8")
    found, errors = reads(tmp_path / "b.xml")
    assert found[0].title == "Ministers meet & talk"
    assert "not well formed" in errors[-1]


def test_xml_that_is_no_feed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><root><a>1</a></root>", encoding="utf-8")
    assert reads(tmp_path / "a.xml")[1] == ["a.xml: is XML, but no feed (RSS, Atom), NewsML-G2 or page"]


def archive(*records: tuple[str, str, bytes], gzipped: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for status, kind, payload in records:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record("http://a.example/1", "response", io.BytesIO(payload), http_headers=headers)
        )
    return out.getvalue()


@pytest.mark.parametrize("gzipped", [True, False])
def test_web_archive(tmp_path: Path, gzipped: bool) -> None:
    page = PAGE.encode()
    data = archive(
        ("200 OK", "text/html; charset=utf-8", page),
        ("404 Not Found", "text/html", page),
        ("200 OK", "image/png", b"\x89PNG"),
        ("200 OK", "text/html", b"<html></html>"),
        ("200 OK", "text/html", page),
        gzipped=gzipped,
    )
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    path.write_bytes(data)
    found, errors = reads(path)
    assert [(a.title, a.url) for a in found] == [("Ministers meet in Geneva", "http://a.example/1")] * 2
    assert errors == [f"{path.name}, item 4: no article found in the page"]
    path.write_bytes(data[: int(len(data) * 0.9)])
    found, errors = reads(path)
    assert len(found) <= 2
    assert len(errors) >= 1


def test_web_archive_without_pages(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(("200 OK", "image/png", b"\x89PNG")))
    assert reads(tmp_path / "a.warc.gz")[1] == ["a.warc.gz: holds no pages"]
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(b"WARC/1.0 broken"))
    assert len(reads(tmp_path / "b.warc.gz")[1]) == 1
