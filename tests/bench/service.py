"""`yexun serve` as a real process, with a database and a platform of the bench."""

import json
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from time import monotonic, sleep

import psutil

from models.calendar import Rhythm
from tests.bench import processes
from tests.bench.letters import CALLER

READY_S = 60
#: A window that is always open, but for four minutes at noon.
RHYTHM = Rhythm(time(12, 1), time(11, 57), time(11, 58), time(11, 59))
CONFIG = """
[site]
duty_phone = "0000-7100000"
[database]
url = "sqlite:///{database}"
[media]
url = "file:{media}"
[web]
port = {port}
[patrol]
{patrol}
[[channels]]
name = "app"
kind = "wecom_app"
corp_id = "{corp_id}"
agent_id = "1000002"
secret = "secret-of-the-app"
token = "{token}"
aes_key = "{aes_key}"
api_url = "{api_url}"
"""


@dataclass(frozen=True)
class Running:
    """The service while it runs."""

    port: int
    pid: int
    started_s: float

    def memory(self) -> float:
        """What its main process holds, in MB."""
        return float(psutil.Process(self.pid).memory_info().rss / 2**20)

    def with_children(self) -> float:
        """The same with the decoder's process."""
        family = [psutil.Process(self.pid), *psutil.Process(self.pid).children(recursive=True)]
        return float(sum(one.memory_info().rss for one in family) / 2**20)


@contextmanager
def serving(folder: Path, database: Path, api_url: str = "http://127.0.0.1:9") -> Iterator[Running]:
    """The service on a database, from the moment it is well."""
    port = _free_port()
    config = folder / "config.toml"
    patrol = "\n".join(f'{key} = "{at:%H:%M}"' for key, at in vars(RHYTHM).items())
    told = {"corp_id": CALLER.corp_id, "token": CALLER.token, "aes_key": CALLER.aes_key, "api_url": api_url}
    config.write_text(
        CONFIG.format(database=database, media=folder / "media", port=port, patrol=patrol, **told), "utf-8"
    )
    log = folder / "serve.log"
    began = monotonic()
    with processes.started(processes.python("-m", "bot", "serve", "--config", config), log) as process:
        _wait_until_well(port, log, process)
        yield Running(port, process.pid, monotonic() - began)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait_until_well(port: int, log: Path, process: "subprocess.Popen[str]") -> None:
    until = monotonic() + READY_S
    while monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if json.load(answer)["status"] == "ok":
                    return
        except OSError:
            sleep(0.05)
    raise RuntimeError(f"the service did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
