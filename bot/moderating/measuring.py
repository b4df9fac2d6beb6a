"""From what people write to a measure: its name, and what it needs to be told."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from bot.errors import Refused
from bot.model.action import kinds
from bot.model.docket import Docket
from bot.model.measure import Measure, Reopen
from bot.store import flags
from bot.store.database import Store

KINDS: Final[Mapping[str, type[Measure]]] = dict(zip(kinds(get_args(Measure)), get_args(Measure), strict=True))
SAID: Final = {"duration": "--for", "add": "--value", "values": "--value", "domain": "rempart desk domain"}
"""Where each part of a measure is written."""


def measure(store: Store, docket: Docket, kind: str, given: Mapping[str, Any]) -> Measure:
    """The measure of this name about an account, with what is `given` by the names of its parts; reports and what is
    said along with it follow by themselves. Raises Refused where there is none, or something is missing or too much.
    """
    if kind not in KINDS:
        raise Refused(f"there is no measure {kind}; there are {', '.join(KINDS)}")
    wanted = KINDS[kind]
    for name in given:
        if name not in wanted.__struct_fields__:
            raise Refused(f"{kind} takes no {SAID.get(name, name)}")
    known = dict(given) | _by_itself(store, docket, wanted)
    lacking = [name for name in _required(wanted) if name not in known]
    if lacking:
        raise Refused(f"{kind} needs {SAID.get(lacking[0], lacking[0])}")
    return wanted(**known)


def _required(wanted: type[Measure]) -> tuple[str, ...]:
    """Parts that have nothing to stand for them."""
    fields, optional = wanted.__struct_fields__, len(wanted.__struct_defaults__)
    return fields[: len(fields) - optional]


def _by_itself(store: Store, docket: Docket, wanted: type[Measure]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "text" in _required(wanted):
        found["text"] = ""  # what is said stands sealed, and is put in when it is performed
    if "flags" in wanted.__struct_fields__:
        with store.reading() as connection:
            some = flags.of(connection, docket.person, docket.subject, wanted is not Reopen)
        found["flags"] = tuple(sorted(one.id for one in some))
    return found
