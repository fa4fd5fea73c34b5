"""The body of a call to a gateway: a JSON template of the configuration, filled in value by value. Pure."""

import json
import re
from collections.abc import Mapping

#: What may stand in braces inside a text of the template.
PLACES = frozenset({"phone", "name", "text", "key"})
_PLACE = re.compile(r"\{([a-z_]+)\}")

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def parsed(template: str) -> Json:
    """A template as what it will be filled as; raises ValueError with what is wrong with it."""
    try:
        body: Json = json.loads(template)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    unknown = {place for place in _PLACE.findall(template) if place not in PLACES}
    if unknown:
        known = ", ".join(f"{{{place}}}" for place in sorted(PLACES))
        raise ValueError(f"{{{min(unknown)}}} cannot be filled in; there are {known}")
    return body


def filled(body: Json, values: Mapping[str, str]) -> Json:
    """The body with its places filled; what is filled in is never looked at for places, nor for JSON."""
    if isinstance(body, str):
        return _PLACE.sub(lambda place: values[place[1]], body)
    if isinstance(body, list):
        return [filled(one, values) for one in body]
    if isinstance(body, dict):
        return {key: filled(one, values) for key, one in body.items()}
    return body


def found(answer: Json, path: str) -> str | None:
    """What stands in an answer under a dotted path such as ``data.0.code``, as text; None when nothing does."""
    for step in path.split("."):
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdecimal() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return None
    if answer is None or isinstance(answer, dict | list):
        return None
    return answer if isinstance(answer, str) else json.dumps(answer)
