"""The loop that everything runs on which must answer quickly."""

import asyncio


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop's where there is one, which is everywhere but on Windows."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
