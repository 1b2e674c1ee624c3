"""Statements that what was promised has not come: "has yet to", "failed to", "no sign that", "still has not".

Coders read the act that such words embed as done or as denied. For a promise they say neither: it is not kept, and it
may still be. The expressions are negative implicatives ("fail to": Karttunen 1971, *Language* 47) and denials of
evidence ("no sign that"); they count where they stand before the words that tell of the act, in the same sentence.
"""

from __future__ import annotations

import re

from detente.relations.acts import Act

_REACH = 15  # words between such an expression and the act: what stands farther off is of another clause
_BEFORE = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were|remains?) yet to"
    r"|fail(?:s|ed|ing|ure)?(?: \w+){0,2} to|neglect(?:s|ed|ing)? to"
    r"|(?:no|any|little|without(?: any)?) (?:\w+ )?(?:sign|indication|evidence|confirmation|proof)s?\b"
    r"|(?:not|n['’]t)(?: yet)? (?:seen|see|saw|received|heard)\b"
    r"|(?:still|yet) (?:waiting|to come)|await(?:s|ed|ing)?"
    r"|(?:still|so far) (?:has|have|had|is|are|was|were|does|do|did)(?:n['’]t| not)"
    r"|(?:has|have|had|is|are|was|were|does|do|did)(?:n['’]t| not) (?:yet|so far))\b",
    re.I,
)
_NOT = re.compile(r"\b(?:not|never|no|without)\b|n['’]t\b|\byet to\b", re.I)
_NEAR = 3  # words before an expression in which a negation bears on it
_YET = re.compile(r"\b(?:yet|still|so far|as of now|to date|until now)\b", re.I)


def awaited(act: Act) -> str | None:
    """The words that say that the act has not come yet; None where the report says that it did, or never will."""
    if act.sentence is None:
        return None
    before, trigger, after = act.sentence.partition(act.trigger or "\0")
    if not trigger:
        return None
    clause = " ".join(re.split(r"[.;:]\s", before)[-1].split()[-_REACH:])
    if act.status == "negated":
        found = _YET.search(f"{clause} | {' '.join(after.split()[:_REACH])}")
        return found[0] if found is not None else None
    told = [m[0] for m in _BEFORE.finditer(clause) if _denies(m[0], clause[: m.start()])]
    return told[0] if told else None


def _denies(words: str, before: str) -> bool:
    """Whether an expression denies: "any sign" does so after "yet to see" or "not", "failed to" not after "never"."""
    denied = _NOT.search(" ".join(before.split()[-_NEAR:])) is not None
    return denied if words.lower().startswith("any ") else not denied
