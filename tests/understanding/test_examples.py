"""The figures of the examples, and of the messages that are held out: nobody reads those, so only figures are shown."""

import pytest

from tests.understanding.gates import HELD_OUT, HERE, gates, judged, records_of, report


def test_the_examples() -> None:
    verdicts = judged(records_of([HERE / "examples.jsonl"]))
    assert all(gate.reached for gate in gates(verdicts)), report(verdicts)


@pytest.mark.skipif(not [*HELD_OUT.glob("*.jsonl")], reason="nothing is held out here")
def test_what_is_held_out() -> None:
    verdicts = judged(records_of(HELD_OUT.glob("*.jsonl")))
    reached, told = [gate.reached for gate in gates(verdicts)], report(verdicts, with_acts=False)
    del verdicts  # a failure shows the names of this frame: no line may be among them
    assert all(reached), told
