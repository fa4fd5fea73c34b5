"""Files of the archive: fetched from the vendor's library piece by piece, half a megabyte each."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta

from bot.channels.archive_child import AGAIN, Child, Died, Told
from bot.channels.archive_library import LibraryError, Unusable
from bot.channels.base import Download, MediaLater, MediaLost

SOON = timedelta(seconds=30)
LATER = timedelta(minutes=10)
#: What will never come (again): a wrong name, and what is older than five days.
GONE = frozenset({10000, 10005, 10010})


@asynccontextmanager
async def download(child: Child, file_id: str) -> AsyncIterator[Download]:
    """A file as a stream; MediaLost and MediaLater are raised before it begins and, when it breaks off, within."""
    first = await _piece(child, file_id, "")
    async with aclosing(_pieces(child, file_id, first)) as chunks:
        yield Download(chunks)


async def _pieces(child: Child, file_id: str, first: Told) -> AsyncGenerator[bytes]:
    told, index = first, ""
    while True:
        yield told.content
        if told.fields.get("finished"):
            return
        index, before = str(told.fields.get("index", "")), index
        if index == before or not told.content:
            raise MediaLater("the file does not go on", SOON)
        told = await _piece(child, file_id, index)


async def _piece(child: Child, file_id: str, index: str) -> Told:
    try:
        return await child.piece(file_id, index)
    except LibraryError as error:
        raise _media_error(error.code) from None
    except Died as error:
        raise MediaLater(f"the process of the library ended: {error}", SOON) from None
    except Unusable:
        raise MediaLater("the library cannot be used", LATER, ours=True) from None


def _media_error(code: int) -> MediaLost | MediaLater:
    if code in GONE:
        return MediaLost(f"the platform no longer has it ({code})")
    if code in AGAIN:
        return MediaLater(f"the network or the platform ({code})", SOON)
    return MediaLater(f"the library refuses ({code})", LATER, ours=True)
