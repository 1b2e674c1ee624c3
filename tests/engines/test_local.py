"""Same answers in the same order whatever the number of processes; one bad item costs one item."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from detente.engines import Local, map_batches
from detente.errors import DetenteError, InputError, ModelError, UsageError


def _double(number: int) -> int:
    if number == 13:
        raise ValueError("unlucky")
    if number == 14:
        raise InputError("article 14", "is not to be read")
    return 2 * number


def prepared() -> Callable[[int], int]:
    return _double


def _deadly(number: int) -> int:
    if number in (5, 6):
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def deadly() -> Callable[[int], int]:
    return _deadly


def _unpicklable(number: int) -> object:
    return (lambda: number) if number == 1 else number


def unpicklable() -> Callable[[int], object]:
    return _unpicklable


def missing_model() -> Callable[[int], int]:
    raise ModelError("no model")


def _strict(number: int) -> int:
    raise ModelError("the model is damaged")


def strict() -> Callable[[int], int]:
    return _strict


def _seen(found: Iterator[object]) -> list[object]:
    return [(answer.where, answer.why) if isinstance(answer, InputError) else answer for answer in found]


def test_same_answers_in_the_same_order_whatever_the_workers() -> None:
    expected = _seen(map_batches(prepared, range(50), name="number {}".format))
    assert expected[12:15] == [24, ("number 13", "ValueError: unlucky"), ("article 14", "is not to be read")]
    for workers, batch in ((2, 3), (2, 1)):
        assert (
            _seen(map_batches(prepared, range(50), workers=workers, batch=batch, name="number {}".format)) == expected
        )
    assert list(Local(1).map_batches(prepared, [1, 2])) == [2, 4]


def test_items_are_taken_as_they_are_needed() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number + 100

    found = map_batches(prepared, items(), workers=2, batch=2)
    assert next(found) == 200
    assert taken <= 2 * 2 * 4
    found.close()  # type: ignore[attr-defined]


def test_a_killed_worker_costs_only_the_item_that_kills_it() -> None:
    found = _seen(map_batches(deadly, range(12), workers=2, batch=2, name="article {}".format))
    assert [answer for answer in found if not isinstance(answer, tuple)] == [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]
    assert [answer[0] for answer in found[5:7]] == ["article 5", "article 6"]  # type: ignore[index]
    assert "ended" in found[5][1]  # type: ignore[index]


def test_an_answer_that_cannot_be_pickled_costs_no_other() -> None:
    found = _seen(map_batches(unpicklable, range(4), workers=2, batch=4))
    assert [found[0], found[2], found[3]] == [0, 2, 3]
    assert found[1][0] == "item 2"  # type: ignore[index]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_model_ends_the_run(workers: int) -> None:
    with pytest.raises(ModelError, match="no model"):
        list(map_batches(missing_model, range(3), workers=workers))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_that_is_not_about_the_item_ends_the_run(workers: int) -> None:
    with pytest.raises(DetenteError, match="damaged"):
        list(map_batches(strict, range(3), workers=workers))


def test_no_items_and_wrong_numbers() -> None:
    assert list(map_batches(prepared, [])) == []
    for wrong in ({"workers": 0}, {"batch": 0}):
        with pytest.raises(UsageError):
            list(map_batches(prepared, [1], **wrong))


def test_an_unguarded_script_is_told_what_to_do(tmp_path: object) -> None:
    script = "import functools\nfrom detente.engines import map_batches\n"
    script += "print(list(map_batches(functools.partial(functools.partial, abs), [-1], workers=2)))\n"
    path = f"{tmp_path}/script.py"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(script)
    ended = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "__main__" in ended.stderr


def test_prepare_may_be_a_partial() -> None:
    assert list(map_batches(functools.partial(functools.partial, divmod, 7), [2], workers=2)) == [(3, 1)]
