"""Lemmas as rules: what to do with a word's end, learnt as classes."""

from __future__ import annotations

import re

# Stems of past forms and participles that English does not write without a final e ("announc", "observ", "recogniz",
# "challeng", "settl", "violat", "secur"), and those that it does ("repeat", "treat", "labour").
_SILENT_E = re.compile(
    r"(?:^[^aeiou]+[aeiou][bcdfgklmnpstvz]|[nrueioa]c|v|[^t]z|[^aeiou]u|guid|[aeiou][lnrp]?s|[bcdfgkpstz]l|[ct]r|[dlr]g"
    r"|[cr]h?ang|[eu]ng|[^aeiou][aeiu]g|..[^eo]at|creat|[^eo]a[dmpk]|[^ao]ud|[^o]od|[cps]ed|[^aeou]i[dln]|[^ao]ul|yl"
    r"|[^ae]i[rm]|[^ou]ur|[^eo]ar|(?:pl|gn|st|sc)or|(?:rf|dh)er|(?:con|ter|tra)ven|(?:tp|eph)on|[^o]ut|[^o]ot|[^aeiou]let"
    r"|compet|(?:inv|un|exc|inc|rec|ign|exped|c)it|[^o][iou]k|[^o]um|com|ib)$"
)
_WHOLE = re.compile(
    r"(?:ss|focus|bonus|canvas|bias|gas|mimic|panic|traffic|(?<!c)hang|bang|gang|clang|(?<!cr)eat|oat|combat|format|chat|debut|murmur"
    r"|collar|altar|pillar|sugar|cabin|coffin|begin|ruin|stir|quiz|pilot|ballot|riot|pivot|kidnap|peril|devil|profit|[aeo]nvoy)$"
)


def rule_for(form: str, lemma: str) -> str:
    """The rule that turns `form` into `lemma`.

    `"k3|y"` keeps the case, drops three characters from the end and adds "y"; `"l..."` lowers the case first, `"t..."`
    turns all but the first letter to lower case; `"=be"` names the lemma itself, where the two share nothing.
    """
    best = "=" + lemma
    for operation in ("l", "k", "t"):
        base = _recase(form, operation)
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        if shared == 0 or (shared == 1 and len(base) > 3 and len(lemma) > 1):
            continue
        rule = f"{operation}{len(base) - shared}|{lemma[shared:]}"
        if best.startswith("=") or len(rule) < len(best):
            best = rule
    return best


def apply_rule(form: str, rule: str) -> str:
    """The lemma that `rule` gives for `form`; never empty."""
    if rule.startswith("="):
        return rule[1:] or form
    count, _, ending = rule[1:].partition("|")
    base = _recase(form, rule[0])
    return base[: max(0, len(base) - int(count))] + ending or form


def with_silent_e(form: str, lemma: str) -> str:
    """The lemma of a verb that only lost its "-ed" or "-ing", with the "e" that was lost with it: "denounced" is of
    "denounce", "visited" of "visit". For forms that no table has."""
    stem = next((form[: -len(end)].lower() for end in ("ed", "ing") if form.lower().endswith(end)), None)
    if stem is None or lemma != stem or len(stem) < 3 or _WHOLE.search(stem):
        return lemma
    agreed = stem.endswith("e") and form.lower().endswith("ed")
    return lemma + "e" if agreed or _SILENT_E.search(stem) else lemma


def _recase(form: str, operation: str) -> str:
    if operation == "l":
        return form.lower()
    if operation == "t":
        return form[:1] + form[1:].lower()
    return form
