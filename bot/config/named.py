"""What a configuration names that stands elsewhere in it: delegates, and channels before others."""

from collections.abc import Iterator
from typing import Any

from bot.config.locate import Path
from bot.config.problem import Problem, Written

Place = tuple[Path, str]
"""Where a name stands that names nothing, and what to write."""


def unknown(written: Written) -> list[Problem]:
    """A problem for each name of a delegate or of a channel that is none."""
    return [
        written.problem(path, sentence)
        for key, delegates in (("person", _delegates), ("community", _none))
        for at, one in tables(written.data, (), key)
        for path, sentence in (*delegates(one, at), *_befores(one, at))
    ]


def tables(data: Any, path: Path, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The tables under a key that may stand there several times, each with its place."""
    found = data.get(key) if isinstance(data, dict) else None
    for index, table in enumerate(found if isinstance(found, list) else []):
        if isinstance(table, dict):
            yield (*path, key, index), table


def _delegates(person: dict[str, Any], path: Path) -> Iterator[Place]:
    names = [table.get("name") for _, table in tables(person, path, "delegate")]
    known = " or ".join(f'delegate = "{name}"' for name in names if isinstance(name, str))
    for place, alert in tables(person, path, "alert"):
        name = alert.get("delegate")
        if isinstance(name, str) and name not in names:
            cure = f"write {known}" if known else f'add [[person.delegate]] with name = "{name}"'
            yield (
                (*place, "delegate"),
                f"names no [[person.delegate]]; {cure}, or leave it out for the person's own",
            )


def _none(community: dict[str, Any], path: Path) -> Iterator[Place]:
    """Delegates of a community, which has none."""
    for place, alert in tables(community, path, "alert"):
        if "delegate" in alert:
            yield (*place, "delegate"), "a community has no delegates; leave it out"


def _befores(person: dict[str, Any], path: Path) -> Iterator[Place]:
    earlier: list[str] = []
    for number, (place, alert) in enumerate(tables(person, path, "alert"), start=1):
        name = alert.get("after")
        if isinstance(name, str) and name not in earlier:
            known = " or ".join(f'after = "{one}"' for one in earlier)
            cure = f"write {known}" if known else "leave it out here, and write it in one that stands below"
            yield (*place, "after"), f"names no [[{path[0]}.alert]] that stands above; {cure}"
        earlier.append(str(alert.get("name", number)))
