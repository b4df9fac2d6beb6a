"""What pydantic found wrong, as sentences that say what to write instead."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.config.problem import Problem, Written
from bot.rules.faults import KINDS as PLAIN_KINDS
from bot.rules.faults import no_such

EXAMPLES: Final = {
    "person": '[[person]] with name = "camille"',
    "name": 'name = "camille"',
    "desk": '[community.desk] with platform = "mastodon"',
    "members": 'members = "local"',
    "labeler": 'labeler = "did:plc:…"',
    "account": '[[person.account]] with platform = "bluesky"',
    "platform": 'platform = "bluesky"',
    "handle": 'handle = "camille.bsky.social"',
    "secret": 'secret = { file = "secrets/camille" }',
    "kind": 'kind = "rfc3161"',
    "certificate": 'certificate = "authority.pem"',
    "server": 'server = "https://mastodon.example"',
    "accounts": 'accounts = ["dominique.bsky.social"]',
    "url": 'url = { env = "CAMILLE_ALERT" }',
    "reason": 'reason = "harassment_targeted"',
    "severity": 'severity = "high"',
    "then": 'then = ["alert"]',
}
DOUBLE: Final = frozenset({"person", "community", "account", "alert", "delegate", "rule", "deposit"})
"""Tables of which there may be several."""
KINDS: Final = {
    **PLAIN_KINDS,
    "int_parsing": "a whole number, without quotes",
    "int_from_float": "a whole number",
    "float_type": "a number, without quotes",
    "bool_parsing": "true or false, without quotes",
    "list_type": "a list in square brackets",
    "model_attributes_type": "a table",
}


def explain(written: Written, error: ValidationError, model: type[BaseModel]) -> Iterator[Problem]:
    """A problem for each error; what was written is repeated only by validators that know it is no secret."""
    for detail in error.errors(include_url=False, include_input=False):
        path = _present(written.data, detail["loc"])
        if detail["type"] == "union_tag_invalid":
            path = (*path, detail["ctx"]["discriminator"].strip("'"))
        if detail["type"] != "too_short" or not _at(written.data, path):  # else it is short of what was refused above
            yield written.problem(path, _sentence(detail, model))


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "extra_forbidden":
        return no_such(key, keys_at(model, detail["loc"][:-1]), "key here")
    if kind == "tuple_type" and key in DOUBLE:
        return f"can be there several times; write [[{key}]] with two brackets, or [[person.{key}]] inside a person"
    if kind in KINDS:
        return f"must be {KINDS[kind]}"
    if kind in WORDED:
        return WORDED[kind](key, context)
    return f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _missing(key: str, _context: Mapping[str, Any]) -> str:
    return f"is missing; add {EXAMPLES.get(key, key)}"


def _tag_missing(_key: str, context: Mapping[str, Any]) -> str:
    name = str(context["discriminator"]).strip("'")
    return f"{name} is missing; add {EXAMPLES.get(name, name)}"


def _one_of(_key: str, context: Mapping[str, Any]) -> str:
    return f"must be one of {context.get('expected') or context.get('expected_tags')}"


WORDED: Final[Mapping[str, Callable[[str, Mapping[str, Any]], str]]] = {
    "value_error": lambda _, context: str(context["error"]),
    "missing": _missing,
    "union_tag_not_found": _tag_missing,
    "union_tag_invalid": _one_of,
    "literal_error": _one_of,
    "enum": _one_of,
    "too_short": lambda key, _: f"is empty; add {EXAMPLES.get(key, 'at least one, or leave the key out')}",
    "greater_than_equal": lambda _, context: f"must be {context['ge']} or more",
    "less_than_equal": lambda _, context: f"must be {context['le']} or less",
    "string_too_short": lambda key, _: f"is empty; write {EXAMPLES.get(key, 'something')}",
    "string_too_long": lambda _, context: f"is too long; write {context['max_length']} characters or fewer",
}


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that may stand in the table at a path as pydantic gives it (with the tags of unions)."""
    here: tuple[type[BaseModel], ...] = (model,)
    for part in path:
        fields = [field for one in here for name, field in one.model_fields.items() if (field.alias or name) == part]
        if fields:
            here = tuple(found for field in fields for found in _models(field.annotation))
        else:
            here = tuple(one for one in here if _tagged(one, part)) or here
    return tuple(dict.fromkeys(field.alias or name for one in here for name, field in one.model_fields.items()))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _tagged(model: type[BaseModel], part: str | int) -> bool:
    return any(
        part in get_args(field.annotation)
        for field in model.model_fields.values()
        if get_origin(field.annotation) is Literal
    )


def _present(data: Any, path: Sequence[str | int]) -> tuple[str | int, ...]:
    """The path without what pydantic adds (tags of unions, names of validators), but with the key that is missing."""
    kept: list[str | int] = []
    for index, part in enumerate(path):
        inside = _element(data, part)
        if inside is not None or index == len(path) - 1:
            kept.append(part)
            data = inside
    return tuple(kept)


def _at(data: Any, path: Sequence[str | int]) -> Any:
    for part in path:
        data = _element(data, part)
    return data


def _element(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None
