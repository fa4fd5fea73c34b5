"""The line between the bot and a platform: it passes everything on, until a test tears it amid an answer."""

import asyncio
import contextlib
from dataclasses import dataclass, field


@dataclass
class Wire:
    """A line to a port of this machine; ``torn`` and ``noise`` are for the next thing that the platform says."""

    target: int
    torn: int | None = None  # after so many bytes the line is cut
    noise: bytes | None = None  # stands in place of it, and then the line is cut
    port: int = 0
    _server: asyncio.Server | None = None
    _ends: "set[asyncio.StreamWriter]" = field(default_factory=set)

    async def open(self) -> "Wire":
        """Begins to listen."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """Cuts everything; nobody answers at the port any more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        while self._ends:
            for end in list(self._ends):
                _cut(end)
            await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            self._ends.add(back)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(_pass_on(reader, back))
                    group.create_task(self._answers(there, writer))
            finally:
                _cut(back)
                self._ends.discard(back)
        except* (OSError, _Torn):
            pass
        finally:
            _cut(writer)
            self._ends.discard(writer)

    async def _answers(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await there.read(65536):
            if self.noise is not None:
                data, self.noise = self.noise, None
                writer.write(data)
                await writer.drain()
                raise _Torn
            if self.torn is not None:
                at, self.torn = self.torn, None
                writer.write(data[:at])
                await writer.drain()
                raise _Torn
            writer.write(data)
            await writer.drain()
        raise _Torn


class _Torn(Exception):
    pass


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    raise _Torn


def _cut(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError):
        if writer.can_write_eof() and not writer.is_closing():
            writer.close()
        else:
            writer.transport.abort()
