"""Splits a text that is too long for a platform, at line ends, counted in bytes of UTF-8. Pure."""


def split(text: str, max_bytes: int) -> list[str]:
    """The text in parts of at most ``max_bytes``, each marked (1/3) where there is more than one."""
    if len(text.encode()) <= max_bytes:
        return [text]
    room = max_bytes - len("(99/99)\n")
    parts = _packed([piece for line in text.split("\n") for piece in _cut(line, room)], room)
    return [f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, 1)]


def _packed(lines: list[str], room: int) -> list[str]:
    parts: list[str] = []
    held: list[str] = []
    for line in lines:
        if held and len("\n".join([*held, line]).encode()) > room:
            parts.append("\n".join(held))
            held = []
        held.append(line)
    return [*parts, "\n".join(held)] if held else parts


def _cut(line: str, room: int) -> list[str]:
    """A single line above the limit, cut between characters."""
    pieces, held, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > room:
            pieces.append(held)
            held, size = "", 0
        held, size = held + char, size + width
    return [*pieces, held]
