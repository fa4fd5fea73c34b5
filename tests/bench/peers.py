"""The same callbacks for what people would build on instead: NoneBot2 with the least of an adapter."""

import statistics
import subprocess
import tempfile
import venv
from pathlib import Path

from tests.bench.callbacks import CONNECTIONS, Bench, Run, _row
from tests.bench.letters import CALLER
from tests.bench.tables import Figure, Measured, Table

#: What is installed beside us, in an environment of its own that later runs find again.
WANTED = ("nonebot2[fastapi]==2.5.0", "wechatpy==2.0.0a26", "cryptography")
PLACE = Path(tempfile.gettempdir()) / "yexun-bench-peers"
SERVER = Path(__file__).with_name("peer_nonebot.py")
AT_LEAST = 3.0


def measure(folder: Path, *, quick: bool) -> Measured:
    """Pairs of the peer and ours, one after the other; the median of their ratios."""
    table = Table(
        f"Ours beside NoneBot2, {CONNECTIONS} connections",
        ("server", "per second", "p50 ms", "p99 ms", "cpu us", "ratio"),
    )
    python = _environment()
    if python is None:
        table.told.append("NoneBot2 could not be installed here: not measured.")
        return Measured([table], [Figure("ours, durable, against NoneBot2", "not measured", f">= {AT_LEAST}", None)])
    bench = Bench(folder, 0.5 if quick else 3.0)
    pairs = [(_peer(bench, python), bench.run("ours")) for _ in range(1 if quick else 5)]
    ratios = [ours.rate / peer.rate for peer, ours in pairs]
    ratio = statistics.median(ratios)
    _row(table, "NoneBot2 2.5.0 on FastAPI and uvicorn: nothing stored", [peer for peer, _ in pairs], "1.00")
    _row(
        table,
        "ours: stored and committed first",
        [ours for _, ours in pairs],
        f"{ratio:.2f} ({min(ratios):.2f}-{max(ratios):.2f})",
    )
    thrift = statistics.median(peer.cpu / ours.cpu for peer, ours in pairs)
    figures = [
        Figure("ours, durable, against NoneBot2", f"{ratio:.2f}", f">= {AT_LEAST}", ratio >= AT_LEAST),
        # where others use the machine as well, the processor's time says more than the rate
        Figure("the same by the processor's time of a callback", f"{thrift:.2f}", f">= {AT_LEAST}", thrift >= AT_LEAST),
    ]
    return Measured([table], figures)


def _environment() -> Path | None:
    """The Python of the peer's own environment; None when it cannot be had."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *WANTED], capture_output=True, check=False)
    return python if done.returncode == 0 else None


def _peer(bench: Bench, python: Path) -> Run:
    secrets = {"PEER_TOKEN": CALLER.token, "PEER_KEY": CALLER.aes_key, "PEER_CORP": CALLER.corp_id}
    return bench.knock([str(python), str(SERVER)], "nonebot", extra=secrets)[0]
