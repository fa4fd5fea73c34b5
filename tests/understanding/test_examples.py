"""The figures of the examples, and of the messages that are held out: nobody reads those, so only figures are shown."""

from tests.understanding.gates import FORBIDDEN, HELD_OUT, HERE, gates, judged, records_of, report
from tests.understanding.scoring import Verdict


def test_the_examples() -> None:
    verdicts = judged(records_of([HERE / "examples.jsonl"]))
    assert all(gate.reached for gate in gates(verdicts)), report(verdicts)


#: How far the figures of what is held out, and of what waits, are today: short of the gates, so they may only rise.
HELD = {"acts": 0.955, "slots": 0.918, "counts, dates, hazard numbers": 0.932, FORBIDDEN: 0.01}
WAITING = {
    "acts": 0.77,
    "slots": 0.56,
    "counts, dates, hazard numbers": 0.7,
    FORBIDDEN: 0.03,
}


def stands(verdicts: list[Verdict], today: dict[str, float]) -> bool:
    """Whether each figure reaches its gate, or at least what it was."""
    return all(
        gate.reached or (gate.share >= today.get(gate.name, 1) if gate.floor else gate.share <= today.get(gate.name, 0))
        for gate in gates(verdicts)
    )


def test_what_is_held_out() -> None:
    verdicts = judged(records_of(HELD_OUT.glob("*.jsonl")))
    good, told = stands(verdicts, HELD), report(verdicts, with_acts=False)
    del verdicts  # a failure shows the names of this frame: no line may be among them
    assert good, told


def test_what_waits_to_be_read() -> None:
    verdicts = judged(records_of([HERE / "waiting.jsonl"]))
    assert stands(verdicts, WAITING), report(verdicts)
