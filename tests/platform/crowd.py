"""How many calls of one interface the platform takes at the same time; and of one file, one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.platform.shelf import error
from tests.platform.trouble import Handler

#: The real number is not published; callers have met it between five and ten.
AT_ONCE = 8


@dataclass
class Crowd:
    """Who is being served at this moment."""

    note: Callable[[str], None]
    most: int = 0
    _inside: "Counter[str]" = field(default_factory=Counter)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turns away whoever comes when too many are inside: 45033."""
        media = request.query.get("media_id", "")
        places = [request.path, *([f"{request.path} {media}"] if media else [])]
        if self._inside[places[0]] >= AT_ONCE or (media and self._inside[places[1]]):
            self.note("too many calls at once (45033)")
            return error(45033, "api concurrent out of limit")
        self._inside.update(places)
        self.most = max(self.most, self._inside[request.path])
        try:
            return await handler(request)
        finally:
            self._inside.subtract(places)
