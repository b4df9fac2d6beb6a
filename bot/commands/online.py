"""The part of `rempart check` that logs in: what each account's server allows, one account after the other."""

from collections.abc import Sequence
from typing import Any

import msgspec

from bot.alerts.wording import Wording
from bot.commands.output import print_table, say
from bot.doctor.logins import Look
from bot.platforms.port import Probe


def show(looks: Sequence[Look], said: Wording) -> None:
    """Print what was seen: a table and sentences for each account."""
    for one in looks:
        say()
        if one.probe is None:
            say(f"{one.account}: {one.trouble}")
        else:
            _show_rights(f"{one.account} ({one.probe.server})", one.probe, said)
            for sentence in _sentences(one.probe, said):
                say(f"· {sentence}")


def _show_rights(title: str, probe: Probe, said: Wording) -> None:
    """A table, where its rights have names."""
    if probe.scopes or probe.needed:
        print_table(title, (said.say("cmd_check.token"), said.say("cmd_check.scopes")), _rows(probe, said))
    else:
        say(title)


def as_data(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """What was seen, for programs."""
    return [{"account": one.account, "well": one.well, **_found(one)} for one in looks]


def _found(one: Look) -> dict[str, Any]:
    if one.probe is None:
        return {"trouble": one.trouble}
    fields = {name: getattr(one.probe, name) for name in one.probe.__struct_fields__}
    found: dict[str, Any] = msgspec.to_builtins(fields)
    return {"probe": found}


def _rows(probe: Probe, said: Wording) -> list[tuple[str, str]]:
    scopes = {
        "holds": probe.scopes,
        "needs": probe.needed,
        "lacks": probe.lacking,
        "superfluous": probe.superfluous,
    }
    nothing = said.say("cmd_check.nothing")
    return [(said.say(f"cmd_check.{key}"), " ".join(names) or nothing) for key, names in scopes.items()]


def _sentences(probe: Probe, said: Wording) -> list[str]:
    found = list(probe.cannot)
    if probe.lacking:
        found.append(said.say("cmd_check.make_larger", scopes=" ".join(probe.lacking)))
    if probe.superfluous:
        found.append(said.say("cmd_check.make_smaller"))
    return found
