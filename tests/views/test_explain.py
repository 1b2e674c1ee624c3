"""Why an event is what it is."""

from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from detente.records import Span
from detente.views.explain import print_explanation, tree
from tests.examples import coded
from tests.parses import doc
from tests.strategies import articles, events


def explained(*arguments: object) -> str:
    out = io.StringIO()
    print_explanation(Console(file=out, width=80), *arguments)  # type: ignore[arg-type]
    return out.getvalue()


def test_the_words_are_marked_and_everybody_is_described() -> None:
    one = coded()
    text = explained(one.events[1], one.article, None)
    assert "[who: Dorn] hopes to [did: visit] [to whom: Aland] in May" in text
    assert "“Aland” is Aland, ALA: the state's name" in " ".join(text.split())
    assert "2026-05-01 to 2026-05-31 (month): in May" in text
    assert "“government sources” (according to): not resolved: unnamed officials" in text
    assert "The parse" not in text
    assert one.events[1].id in text
    assert "Decisions\n  trigger: CONSULT: spoke with: a talk between two" in explained(
        one.events[0], one.article, None
    )


def test_the_tree_has_a_line_a_content_word() -> None:
    read = doc(
        "Aland/PROPN/2/nsubj met:meet/VERB/0/root with/ADP/5/case the/DET/5/det minister/NOUN/2/obl of/ADP/7/case "
        "Borduria/PROPN/5/nmod ./PUNCT/2/punct"
    )
    assert list(tree(read, Span(0, len(read.text), read.text))) == [
        "met  [root, verb]",
        "├─ Aland  [subject, propn]",
        "└─ with the *minister*  [oblique, noun]",
        "   └─ of *Borduria*  [modifier, propn]",
    ]


def test_overlapping_words_do_not_break_the_marks() -> None:
    one = coded()
    event = one.events[0]
    sentence = event.evidence.sentence
    inner = Span(8, 17, sentence.text[8:17])
    crossing = Span(20, 32, sentence.text[20:32])
    changed = replace(
        event,
        actors=(event.actors[0], replace(event.actors[1], span=inner), replace(event.actors[1], span=crossing)),
    )
    text = explained(changed, one.article, None)
    assert "[who: [who: President] Ada Berg] [did: spoke] with" in text


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_anything_can_be_explained(data: st.DataObject) -> None:
    article = data.draw(articles)
    event = data.draw(events(article))
    assert event.id in explained(event, article, None)
