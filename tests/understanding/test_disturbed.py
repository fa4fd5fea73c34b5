"""The figures over the own corpus, as it is and written otherwise: two points may be lost, and nothing done wrong."""

import pytest

from handlers.understand import Register
from tests.understanding import disturb
from tests.understanding.gates import FORBIDDEN, LABELLED, gates, lost, own_corpus, records_of, report
from tests.understanding.reads import REGISTER

SEEDS = (2, 3)
#: What is lost today where two points are too few (docs/UNDERSTANDING.md, figures): these come down, never up.
STILL_LOST = {"slots": 0.029, FORBIDDEN: 0.0002}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_own_corpus_as_it_is_and_written_otherwise(seed: int) -> None:
    plainly = own_corpus()
    assert all(gate.reached for gate in gates(plainly)), report(plainly)
    disturbed = disturb.judged([one.record for one in plainly], seed)
    too_far = [
        found.text()
        for found in lost(gates(plainly), gates(disturbed))
        if not found.bearable
        and abs(found.plainly.share - found.disturbed.share) > STILL_LOST.get(found.plainly.name, 0)
    ]
    assert too_far == []


def test_the_other_names_are_those_of_the_register() -> None:
    assert Register.build(disturb.ENTERPRISES).names == REGISTER.names


@pytest.mark.parametrize("which", range(len(disturb.OTHERS)))
def test_every_name_has_another(which: int) -> None:
    names, other = disturb.renaming(which), disturb.register(which)
    assert set(REGISTER.names) <= set(names)
    assert {names[name] for name in REGISTER.names} <= set(other.names)
    assert {len(found) for found in other.names.values()} == {1, 2}


def test_a_seed_gives_the_same_copy_again() -> None:
    record = records_of([min(LABELLED.glob("*.jsonl"))])[0]
    assert disturb.disturbed(record, 1) == disturb.disturbed(record, 1)
    assert disturb.disturbed(record, 1) != disturb.disturbed(record, 2)
