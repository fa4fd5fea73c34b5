"""Node and Tencent's packages for it, as `make node` installs them; without them a test is skipped."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "node"
MISSING = "Node or its packages are missing: make node"


def node() -> str:
    """The program."""
    found = shutil.which("node")
    if found is None or not (HERE / "node_modules" / "@wecom").exists():
        pytest.skip(MISSING)
    return found
