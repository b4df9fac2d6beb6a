"""What a usable configuration will do: for programs, and in a few lines for people."""

from collections.abc import Iterator
from typing import Any, Final

from bot.commands.output import say
from bot.config import Config, Person
from bot.model.action import Report, Sending
from bot.model.decision import Mode

MODES: Final = {
    Mode.OFF: "off: nothing is done, nobody is told",
    Mode.OBSERVE: 'observe: mentions are judged and kept, what would be done is held; arm it with mode = "act"',
    Mode.ACT: "act: what the rules say is done, within the budget",
}


def outline(config: Config) -> list[dict[str, Any]]:
    """Each person, and how they are protected; no secret is in it."""
    return [_person(config, person) for person in config.people]


def _person(config: Config, person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "mode": person.mode.value,
        "accounts": [
            {"platform": account.platform, "handle": account.handle, "server": account.server}
            for account in person.accounts
        ],
        "packs": list(person.packs),
        "rules": [rule.name for rule in config.policy(person).rules],
        "actions": sorted(config.needed(person)),
        "alerts": [{"name": contact.name, "above": contact.above.label} for contact in person.contacts()],
        "budget": {key: getattr(person.budget.budget(), key) for key in ("hour", "day", "reserve_hour", "reserve_day")},
        "trusted": len(person.trusted),
        "delegates": [delegate.name for delegate in person.delegates],
        "advice": list(_advice(config, person)),
    }


def _advice(config: Config, person: Person) -> Iterator[str]:
    """What can be used as it is, but is perhaps not meant."""
    if not person.alerts:
        yield "nobody is told: add [[person.alert]] with url = { env = … }"
    for rule in config.policy(person).rules:
        if any(isinstance(action, Report) and action.sending is Sending.SEND for action in rule.actions):
            yield f'rule "{rule.name}" sends reports, which cannot be taken back; report = "draft" asks you first'


def show(config: Config, file: str) -> None:
    """Print it."""
    say(f"{file} can be used.")
    for person in outline(config):
        say(f"\n{person['name']} · {MODES[Mode(person['mode'])]}")
        for label, words in _lines(person):
            say(f"  {label:<9} {words}")


def _lines(person: dict[str, Any]) -> Iterator[tuple[str, str]]:
    budget = person["budget"]
    for account in person["accounts"]:
        yield account["platform"], f"{account['handle']} at {account['server']}"
    yield "rules", f"{len(person['rules'])}, those of the packs among them: {', '.join(person['packs']) or 'none'}"
    yield "may do", ", ".join(person["actions"]) or "nothing"
    ordinary = f"{budget['hour']} actions an hour, {budget['day']} a day"
    yield "budget", f"{ordinary}; for urgent ones {budget['reserve_hour']} and {budget['reserve_day']} more"
    for alert in person["alerts"]:
        yield "alerts", f"{alert['name']}, from {alert['above']}"
    yield (
        "spares",
        f"whom they follow, {person['trusted']} trusted, delegates: {', '.join(person['delegates']) or 'none'}",
    )
    for sentence in person["advice"]:
        yield "note", sentence
