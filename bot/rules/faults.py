"""What pydantic found wrong in what a person wrote, as sentences that say what to write instead."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

KINDS: Final = {
    "string_type": "a text in quotes",
    "int_type": "a whole number, without quotes",
    "bool_type": "true or false, without quotes",
    "tuple_type": "a list in square brackets",
    "model_type": "a table",
    "dict_type": "a table",
}


def faults(error: ValidationError, keys: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Where (keys joined by dots, places in lists from 1) and a sentence, for each error; `keys` are those allowed."""
    for detail in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
        yield where, _sentence(detail, tuple(keys))


def no_such(name: str, known: Iterable[str], what: str) -> str:
    """Nothing is called so; what comes near, or all there is."""
    names = tuple(known)
    near = get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]}?" if near else f"write one of {', '.join(names)}"
    return f"{name!r} is no {what}; {hint}"


def _sentence(detail: ErrorDetails, keys: tuple[str, ...]) -> str:
    context: Mapping[str, Any] = detail.get("ctx", {})
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    said = f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"
    match detail["type"]:
        case "value_error":
            said = str(context["error"])
        case "missing":
            said = f"is missing; add {key} = …"
        case "extra_forbidden":
            said = no_such(key, keys, "key here")
        case "too_short" | "string_too_short":
            said = "is empty; add at least one, or leave the key out"
        case "enum" | "literal_error":
            said = f"must be one of {context['expected']}"
        case kind if kind in KINDS:
            said = f"must be {KINDS[kind]}"
    return said
