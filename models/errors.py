"""The family of errors.

YexunError
├── Said            a person caused it; its text is plain Chinese, names the next step, and is said back
├── BadInput        something from outside cannot be read (400)
│   ├── BadSignature    … and nobody proved who sent it (403)
│   └── TooLarge        … because it is too big (413)
├── NotStorable     the database cannot take it now (503): the platform shall repeat
├── Overtaken       another worker settled this row first; roll back and forget it
└── Refused         a command cannot be done; one line says what and what to do (exit code 1)
"""


class YexunError(Exception):
    """Anything that this program raises on purpose."""


class Said(YexunError):
    """Caused by a person; ``str(error)`` is the sentence that answers them."""


class BadInput(YexunError):
    """Input from outside that cannot be read."""


class BadSignature(BadInput):
    """Input whose sender did not prove who they are."""


class TooLarge(BadInput):
    """Input above its limit of size."""


class NotStorable(YexunError):
    """The database cannot take a row now (full disk, locked); worth repeating."""


class Overtaken(YexunError):
    """Another worker has settled this row; what was done with it is to be rolled back."""


class Refused(YexunError):
    """A command that cannot be done; ``str(error)`` is the one line for the terminal."""
