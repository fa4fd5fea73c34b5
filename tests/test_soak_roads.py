"""Two short seeds of the roads in bad weather; more and longer ones with `make soak SECONDS=600`."""

import pytest

from tests.soak_roads import roads


@pytest.mark.errors_expected
@pytest.mark.parametrize("seed", [1, 2])
async def test_roads_in_bad_weather_lose_and_double_nothing(seed: int) -> None:
    assert '"sent"' in await roads(seed, 30)
