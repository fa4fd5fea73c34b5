"""A few seeds of the soak; more of them with `make soak SECONDS=600`."""

import pytest

from tests.soak import nights


@pytest.mark.parametrize("seed", [1, 2])
async def test_random_nights_hold(seed: int) -> None:
    await nights(seed, 2)
