"""Lemmas as rules: what to do with a word's end, learnt as classes."""

from __future__ import annotations


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


def _recase(form: str, operation: str) -> str:
    if operation == "l":
        return form.lower()
    if operation == "t":
        return form[:1] + form[1:].lower()
    return form
