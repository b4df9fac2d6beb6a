"""Reading what a person wrote as JSON, and saying in sentences what is wrong with it."""

import json
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import ConfigError
from bot.platforms.simulated.scenario import Written

LONE = re.compile("[\ud800-\udfff]")
SURROGATE = b"\\ud"
"""How one can be written; one half of a character beyond the first 65,536 is written so too."""
LONGEST = 40
"""Characters of a name that an error still repeats."""
Model = TypeVar("Model", bound=Written)


def loads(raw: bytes) -> Any:
    """A JSON value with U+FFFD, one for one, for lone surrogates. Raises ConfigError."""
    try:
        value = json.loads(raw.decode(), parse_constant=_no_constant)
        return clean(value) if SURROGATE in raw.lower() else value
    except UnicodeDecodeError as error:
        raise ConfigError(f"not UTF-8 at byte {error.start + 1}; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise ConfigError(f"not JSON: {error.msg} at column {error.colno}; write one JSON object a line") from error
    except ValueError as error:
        raise ConfigError(f"not JSON: {error}; write one JSON object a line") from error
    except RecursionError as error:
        raise ConfigError("nested too deep; write one JSON object with the keys of its event") from error


def clean(value: Any) -> Any:
    """The same value without lone surrogates, which are no characters."""
    if isinstance(value, str):
        return value if value.isascii() else LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    return value


def checked(kind: type[Model], value: Any, example: str) -> Model:
    """The value as `kind`. Raises ConfigError with a sentence for each thing that is wrong."""
    if not isinstance(value, dict):
        raise ConfigError(f"not a JSON object; write it like {example}")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
        raise ConfigError(*(_sentence(kind, detail, example) for detail in details)) from None


def _sentence(kind: type[Written], detail: ErrorDetails, example: str) -> str:
    where = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = _known(kind, detail["loc"])
        return f"unknown key `{where}`{meant(str(detail['loc'][-1]), known)}; known are {', '.join(known)}"
    if detail["type"] == "missing":
        return f"the key `{where}` is missing; write it like {example}"
    what = detail["msg"].removeprefix("Value error, ")
    return f"`{where}`: {what}; write it like {example}" if where else f"{what}; write it like {example}"


def _known(kind: type[Written], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where an unknown one was found."""
    for part in loc[:-1]:
        field = kind.model_fields.get(str(part))
        kind = _model(field.annotation) or kind if field else kind
    return list(kind.model_fields)


def _model(annotation: Any) -> type[Written] | None:
    if isinstance(annotation, type) and issubclass(annotation, Written):
        return annotation
    return next(filter(None, map(_model, getattr(annotation, "__args__", ()))), None)


def meant(name: object, known: Iterable[str]) -> str:
    """The nearest known name, as a question; empty if none is near."""
    close = get_close_matches(str(name), list(known), n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""


def short(name: object) -> str:
    """A name as errors may show it."""
    return f"`{name}`" if isinstance(name, str) and len(name) <= LONGEST else "of another type"


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
