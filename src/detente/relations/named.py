"""Persons and offices in the names that imported rows give: "Shinzo Abe", "Head of Government (Japan)"."""

from __future__ import annotations

from functools import cache

from detente.actors import registry
from detente.actors.names import keys, words


@cache
def identify(name: str, country: str) -> tuple[str | None, str | None]:
    """The id of a person of that state whom the tables know by this name, and the office that the name states.

    Each is None where it is not known; a name of several persons of the state names none.
    """
    known = registry.load()
    phrase = tuple(keys(words(name.partition(" (")[0])))
    persons = {
        person.id
        for person in known.full_names.get(phrase)
        if (body := known.bodies.get(person.body)) is not None and body.code == country
    }
    if len(persons) == 1:
        return f"person:{persons.pop()}", None
    offices = {title.office for title in known.titles.get(phrase) if title.office}
    return None, offices.pop() if len(offices) == 1 else None
