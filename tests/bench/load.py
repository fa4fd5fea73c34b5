"""A client that is faster than any server here: prepared bytes, plain sockets, one thread.

`hammer` knocks as fast as it is answered; `paced` brings each request at its time, whatever became of those before.
"""

import json
import pickle
import selectors
import socket
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from tests.bench import processes
from tests.bench.tables import percentile

#: Answers of the first moments count for nothing: the server warms up.
WARM = 0.15


@dataclass
class Seen:
    """What became of the requests: when each was sent (or due) and how long it waited; the numbers with a 200."""

    began: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    stored: list[int] = field(default_factory=list)
    statuses: "Counter[int]" = field(default_factory=Counter)

    def note(self, number: int, status: int, began: float, now: float) -> None:
        """One answer."""
        self.statuses[status] += 1
        self.began.append(began)
        self.waited.append(now - began)
        if status == 200:
            self.stored.append(number)


class Line:
    """One connection that is kept open, with the request that is on its way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = -1
        self.began = 0.0
        self._head = b""

    def ask(self, number: int, request: bytes, began: float) -> None:
        """Sends a request."""
        self.number, self.began, self._head = number, began, b""
        self.socket.sendall(request)

    def status(self) -> int | None:
        """The status of the answer, None while it is not whole; ours have no body."""
        found = self.socket.recv(65536)
        if not found:
            raise ConnectionError("the server hung up")
        self._head += found
        return int(self._head[9:12]) if self._head.endswith(b"\r\n\r\n") else None


def hammer(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> tuple[Seen, float]:
    """Every connection asks again as soon as it is answered; what was seen, and when the counting began."""
    seen, waiting = Seen(), iter(enumerate(requests))
    start = perf_counter()
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            line = Line(port)
            selector.register(line.socket, selectors.EVENT_READ, line)
            number, request = next(waiting)
            line.ask(number, request, perf_counter())
        until = start + seconds
        while selector.get_map():
            for key, _ in selector.select():
                line = key.data
                status = line.status()
                if status is None:
                    continue
                now = perf_counter()
                seen.note(line.number, status, line.began, now)
                following = next(waiting, None) if now < until else None
                if following is None:
                    selector.unregister(line.socket)
                    line.socket.close()
                else:
                    line.ask(*following, now)
    return seen, start


def paced(port: int, requests: Sequence[bytes], per_second: float) -> Seen:
    """Each request at its time on a free connection, a new one where none is free; waits count from that time."""
    seen, free, at = Seen(), [], 0
    start = perf_counter()
    with selectors.DefaultSelector() as selector:
        while at < len(requests) or len(free) < len(selector.get_map()):
            due = start + at / per_second if at < len(requests) else start + 3600
            for key, _ in selector.select(max(0.0, due - perf_counter())):
                status = key.data.status()
                if status is not None:
                    seen.note(key.data.number, status, key.data.began, perf_counter())
                    free.append(key.data)
            while at < len(requests) and (due := start + at / per_second) <= perf_counter():
                if not free:
                    free.append(Line(port))
                    selector.register(free[-1].socket, selectors.EVENT_READ, free[-1])
                free.pop().ask(at, requests[at], due)
                at += 1
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return seen


def main() -> None:
    """Knocks and prints JSON: `hammer PORT REQUESTS CONNECTIONS SECONDS` or `paced PORT REQUESTS PER_SECOND`."""
    way, port, path, *rest = sys.argv[1:]
    requests = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by the bench itself a moment ago
    if way == "paced":
        json.dump(vars(paced(int(port), requests, float(rest[0]))), sys.stdout)
        return
    processes.pin(processes.CLIENT)
    seconds = float(rest[1])
    seen, start = hammer(int(port), requests, int(rest[0]), seconds)
    json.dump(told(seen, start + seconds * WARM, start + seconds), sys.stdout)


def told(seen: Seen, first: float, last: float) -> dict[str, object]:
    """The rate and the waits between two moments, and the numbers of all that was acknowledged."""
    ends = [began + waited for began, waited in zip(seen.began, seen.waited, strict=True)]
    counted = [waited for end, waited in zip(ends, seen.waited, strict=True) if first <= end <= last]
    span = min(last, max(ends)) - first
    return {
        "rate": len(counted) / span,
        "p50": percentile(counted, 0.5),
        "p99": percentile(counted, 0.99),
        "stored": seen.stored,
        "statuses": seen.statuses,
    }


if __name__ == "__main__":
    main()
