"""NewsML-G2: items of messages as articles, what holds no text named, hostile XML refused."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.records import Article
from detente.sources import read

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
FIRST, SECOND = "Ministers of two states met in the harbour.", "They agreed on <em>three</em> &amp; more points."


def item(content: str, number: int = 1, meta: str = "", language: str = "en-GB") -> str:
    return f"""
<newsItem {NAR} guid="urn:newsml:example.org:20190604:{number}" version="1" xml:lang="{language}">
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="EXA"><name>Example Agency</name></provider>
  <versionCreated>2019-06-05T01:00:00Z</versionCreated>{meta}</itemMeta>
 <contentMeta><contentCreated>2019-06-04T18:00:00+02:00</contentCreated><language tag="{language}"/>
  <headline>Ministers meet {number}</headline></contentMeta>
 <contentSet>{content}</contentSet>
</newsItem>"""


XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
    f"</head><body><p>{FIRST}</p>\n<p>{SECOND}<script>bad()</script></p></body></html></inlineXML>"
)
NITF = (
    '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
    f"<body.head><hedline><hl1>Again</hl1></hedline></body.head><body.content><block><p>{FIRST}</p><p>{SECOND}</p>"
    "</block></body.content></body></nitf></inlineXML>"
)


def message(*items: str) -> str:
    head = f"<newsMessage {NAR}><header><sent>2019-06-05T02:00:00Z</sent></header><itemSet>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{"".join(items)}</itemSet></newsMessage>'


def found(path: Path, text: str) -> tuple[list[Article], list[str]]:
    path.write_text(text, encoding="utf-8")
    errors: list[SourceError] = []
    return list(read(path, on_error=errors.append)), [str(e) for e in errors]


@pytest.mark.parametrize(
    "content", [XHTML, NITF, f"<inlineData>{FIRST}\n\nThey agreed on three &amp; more points.</inlineData>"]
)
def test_an_item_is_an_article(tmp_path: Path, content: str) -> None:
    (one,), errors = found(tmp_path / "a.xml", item(content))
    assert one.text == f"{FIRST}\n\nThey agreed on three & more points." and not errors
    assert (one.title, one.published, one.source, one.language) == (
        "Ministers meet 1",
        date(2019, 6, 4),
        "Example Agency",
        "en",
    )
    assert one.url == "urn:newsml:example.org:20190604:1"


def test_who_provides_it_is_named_before_it_is_coded(tmp_path: Path) -> None:
    named = '<provider literal="EXA"><name>Example Agency</name></provider>'
    source = '<contentMeta><infoSource qcode="is:OA"><name> Other Agency </name></infoSource>'
    for provider, info, expected in (
        ('<provider uri="http://example.org/about"/>', source, "Other Agency"),
        ('<provider uri="http://example.org/about"/>', "<contentMeta>", "http://example.org/about"),
        ('<provider qcode="nprov:EXA"/>', "<contentMeta>", "EXA"),
        ("", "<contentMeta>", None),
    ):
        (one,), _ = found(tmp_path / "a.xml", item(XHTML).replace(named, provider).replace("<contentMeta>", info))
        assert one.source == expected


def test_a_message_holds_many_items_and_what_has_no_text_is_named(tmp_path: Path) -> None:
    picture = item("", 2).replace("ninat:text", "ninat:picture")
    gone = item(XHTML, 3, '<pubStatus qcode="stat:canceled"/>')
    package = f"<packageItem {NAR} guid='p'><groupSet root='r'><group id='r'/></groupSet></packageItem>"
    link = '<link rel="irel:seeAlso" href="https://example.org/4"/>'
    articles, errors = found(
        tmp_path / "a.xml", message(item(XHTML), picture, package, gone, item(XHTML, 4, link, "de"))
    )
    assert [(a.url, a.language) for a in articles] == [
        ("urn:newsml:example.org:20190604:1", "en"),
        ("https://example.org/4", "de"),
    ]
    assert [e.partition(": ")[2] for e in errors] == [
        "holds no text (its class is ninat:picture)",
        "was canceled by its publisher",
    ]


def test_items_before_the_damage_are_read(tmp_path: Path) -> None:
    whole = message(item(XHTML), item(XHTML, 2), item(XHTML, 3))
    articles, errors = found(tmp_path / "a.xml", whole[: whole.index("Ministers meet 3")])
    assert len(articles) == 2 and len(errors) == 1 and "after item 2" in errors[0] and "not well formed" in errors[0]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE newsItem [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE newsItem [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE newsItem SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_document_types_are_refused(tmp_path: Path, declared: str) -> None:
    articles, errors = found(tmp_path / "a.xml", declared + item("<inlineData>&a; met.</inlineData>"))
    assert not articles and len(errors) == 1 and "document type" in errors[0]


def test_depth_and_length_are_bounded(tmp_path: Path) -> None:
    deep = "<inlineXML>" + "<p>" * 5000 + FIRST + "</p>" * 5000 + "</inlineXML>"
    assert found(tmp_path / "a.xml", item(deep))[0] == []
    path = tmp_path / "long.xml"
    path.write_text(message(*(item(XHTML.replace(FIRST, FIRST * 50), n) for n in range(1500))), encoding="utf-8")
    tracemalloc.start()
    assert sum(1 for _ in read(path)) == 1500
    assert tracemalloc.get_traced_memory()[1] < 4e6
    tracemalloc.stop()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_damaged_items_are_articles_or_errors(tmp_path: Path, data: st.DataObject) -> None:
    whole = message(item(XHTML), item(NITF, 2)).encode()
    at = data.draw(st.integers(60, len(whole) - 1))
    new = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"<p>", b"</p>", b"&x;", b"]]>", b"<!--", b"<newsItem>", b""])
    )
    (tmp_path / "a.xml").write_bytes(whole[:at] + new + whole[at + data.draw(st.integers(0, 40)) :])
    errors: list[SourceError] = []
    articles = list(read(tmp_path / "a.xml", on_error=errors.append))
    assert articles or errors
    assert all(e.where.startswith(str(tmp_path)) and "\n" not in e.why for e in errors)
