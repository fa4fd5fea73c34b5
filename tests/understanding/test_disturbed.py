"""The figures over the own corpus, as it is and written otherwise: two points may be lost, and nothing done wrong."""

from functools import cache

import pytest

from handlers.understand import Register
from tests.understanding import disturb
from tests.understanding.gates import FORBIDDEN, Lost, gates, lost, own_corpus, report
from tests.understanding.reads import REGISTER
from tests.understanding.scoring import Verdict

SEEDS = (2, 3)
#: What is lost today where two points are too few (docs/UNDERSTANDING.md, figures): these come down, never up.
STILL_LOST = {"slots": 0.029, FORBIDDEN: 0.0002}


@cache
def plainly() -> list[Verdict]:
    """The own corpus as it is."""
    return own_corpus()


def figures(seed: int) -> dict[str, Lost]:
    """Every figure of a disturbed copy beside that of the corpus as it is."""
    verdicts = disturb.judged([one.record for one in plainly()], seed)
    return {one.plainly.name: one for one in lost(gates(plainly()), gates(verdicts))}


def test_the_own_corpus() -> None:
    assert all(gate.reached for gate in gates(plainly())), report(plainly())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_disturbed_copy(seed: int) -> None:
    unbearable = [
        found.text()
        for name, found in figures(seed).items()
        if not (found.bearable or abs(found.plainly.share - found.disturbed.share) <= STILL_LOST.get(name, 0))
    ]
    assert unbearable == []


def test_the_other_names_are_those_of_the_register() -> None:
    assert Register.build(disturb.ENTERPRISES).names == REGISTER.names


@pytest.mark.parametrize("which", range(len(disturb.OTHERS)))
def test_every_name_has_another(which: int) -> None:
    names, other = disturb.renaming(which), disturb.register(which)
    assert set(REGISTER.names) <= set(names)
    assert {names[name] for name in REGISTER.names} <= set(other.names)
    assert {len(found) for found in other.names.values()} == {1, 2}


def test_a_seed_gives_the_same_copy_again() -> None:
    record = plainly()[0].record
    assert disturb.disturbed(record, 1) == disturb.disturbed(record, 1)
    assert disturb.disturbed(record, 1) != disturb.disturbed(record, 2)
