"""收到 to a prompt: half an hour of peace, then the ladder goes on where it is; it reports nothing."""

from datetime import date

import pytest

from tests.scene import Scene

NIGHT = date(2026, 3, 15)


def to(scene: Scene, who: str) -> list[str]:
    """What one of them heard; what the others heard meanwhile is of no interest here."""
    return [one.removeprefix(f"{who}: ") for one in scene.heard() if one.startswith(f"{who}: ")]


@pytest.mark.begins(date(2026, 3, 14), "21:00")
async def test_who_said_received_is_left_in_peace_and_then_asked_again(county: Scene) -> None:
    await county.clock.to("03:30", NIGHT)
    county.heard()
    await county.clock.to("04:10", NIGHT)
    await county.says("王建国", "收到")
    await county.clock.to("04:30", NIGHT)
    assert {one.split(":")[0] for one in county.heard()} == {"张强", "陈夜"}
    await county.clock.to("04:39", NIGHT)
    county.silent()
    await county.clock.to("04:40", NIGHT)
    assert to(county, "王建国")[0].startswith("还差1次夜巡，5:00前")


@pytest.mark.begins(date(2026, 3, 14), "21:00")
async def test_who_reports_after_it_is_not_asked_again(county: Scene) -> None:
    await county.clock.to("03:30", NIGHT)
    await county.says("王建国", "收到")
    await county.says("王建国", "站区正常", media="video")
    await county.clock.to("04:20", NIGHT)
    county.heard()
    await county.clock.to("05:00", NIGHT)
    assert not to(county, "王建国")
    county.heard()
