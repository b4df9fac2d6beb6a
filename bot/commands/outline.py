"""What a usable configuration will do: for programs, and in a few lines for people."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bot.alerts.wording import Wording
from bot.backtest.arming import Withheld
from bot.commands.output import say
from bot.commands.unconfirmed import unconfirmed
from bot.commands.withheld import withheld
from bot.commands.words import words
from bot.config import Community, Config, MastodonDesk, Person, Somebody
from bot.model.action import Report, Sending
from bot.model.shield import Budget


def outline(config: Config) -> list[dict[str, Any]]:
    """Each person, and how they are protected; no secret is in it."""
    observing, unread = withheld(config), unconfirmed(config)
    return [_person(config, person, _whose(observing, person), unread) for person in config.people]


def _whose(observing: Sequence[Withheld], one: Somebody) -> list[Withheld]:
    return [each for each in observing if each.person == one.name]


def _person(config: Config, person: Person, observing: Sequence[Withheld], unread: Collection[str]) -> dict[str, Any]:
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
        "alerts": _alerts(person, unread),
        "budget": _budget(person.budget.budget()),
        "trusted": len(person.trusted),
        "delegates": [delegate.name for delegate in person.delegates],
        "withheld": [one.rule for one in observing],
        "advice": [*_advice(config, person), *_unread(config, person, unread), *_unarmed(config, observing)],
    }


def communities(config: Config) -> list[dict[str, Any]]:
    """Each community, and what its rules may do; no secret is in it."""
    observing, unread = withheld(config), unconfirmed(config)
    return [_community(config, one, _whose(observing, one), unread) for one in config.communities]


def _alerts(one: Somebody, unread: Collection[str]) -> list[dict[str, Any]]:
    return [
        {"name": contact.name, "above": contact.above.label, "confirmed": contact.name not in unread}
        for contact in one.contacts()
    ]


def _budget(budget: Budget) -> dict[str, int]:
    return {key: getattr(budget, key) for key in ("hour", "day", "reserve_hour", "reserve_day")}


def _community(
    config: Config, one: Community, observing: Sequence[Withheld], unread: Collection[str]
) -> dict[str, Any]:
    return {
        "name": one.name,
        "mode": one.mode.value,
        "desk": {"platform": one.desk.platform, "handle": one.desk.handle, "server": one.desk.server},
        "members": one.members if isinstance(one.members, str) else len(one.members),
        "out": len(one.out),
        "posts": "members" if one.desk.platform == "ozone" and one.posts != "none" else one.posts,
        "packs": list(one.packs),
        "rules": [rule.name for rule in config.policy(one).rules],
        "measures": list(one.measures),
        "by_one": list(one.by_one),
        "alerts": _alerts(one, unread),
        "budget": _budget(one.budget.budget()),
        "trusted": len(one.trusted),
        "withheld": [each.rule for each in observing],
        "advice": [*_of_community(config, one), *_unread(config, one, unread), *_unarmed(config, observing)],
    }


def _of_community(config: Config, one: Community) -> Iterator[str]:
    said = words(config.language)
    if not one.alerts:
        yield said.say("cmd_check.nobody")
    if isinstance(one.desk, MastodonDesk) and one.desk.webhook and not config.web.public_url:
        yield said.say("cmd_check.unhooked")


def _advice(config: Config, person: Person) -> Iterator[str]:
    """What can be used as it is, but is perhaps not meant."""
    said = words(config.language)
    if not person.alerts:
        yield said.say("cmd_check.untold")
    for rule in config.policy(person).rules:
        if any(isinstance(action, Report) and action.sending is Sending.SEND for action in rule.actions):
            yield said.say("cmd_check.sends", rule=rule.name)


def _unread(config: Config, person: Somebody, unread: Collection[str]) -> Iterator[str]:
    """Which channels nobody said that they read."""
    for contact in person.contacts():
        if contact.name in unread:
            yield words(config.language).say("cmd_check.unconfirmed", name=contact.name)


def _unarmed(config: Config, observing: Sequence[Withheld]) -> Iterator[str]:
    """What has to be done before rules act that are told to."""
    said = words(config.language)
    for one in observing:
        hits = said.count("cmd_backtest.hits", one.people, close=one.close)
        yield said.say("cmd_backtest.withheld", rule=one.rule, person=one.person, hits=hits)


def show(config: Config, file: str) -> None:
    """Print it, in the language of the configuration."""
    said = words(config.language)
    say(said.say("cmd_check.usable", file=file))
    for person in outline(config):
        say(f"\n{person['name']} · {said.say('cmd_check.mode.' + person['mode'])}")
        for label, line in _lines(person, said):
            say(f"  {label:<9} {line}")
    for community in communities(config):
        mode = said.say(f"cmd_check.mode.{community['mode']}")
        say(f"\n{community['name']} · {said.say('cmd_check.community')} · {mode}")
        for label, line in _desk_lines(community, said):
            say(f"  {label:<9} {line}")


def _desk_lines(community: dict[str, Any], said: Wording) -> Iterator[tuple[str, str]]:
    none, members = said.say("cmd_check.none"), community["members"]
    desk = {"handle": community["desk"]["handle"], "server": community["desk"]["server"]}
    yield community["desk"]["platform"], said.say("cmd_check.account", **desk)
    named = isinstance(members, int)
    whom = said.count("cmd_check.named", members) if named else said.say(f"cmd_check.members.{members}")
    yield said.say("cmd_check.shields"), said.say("cmd_check.shields_said", whom=whom, out=community["out"])
    yield said.say("cmd_check.reads"), said.say(f"cmd_check.posts.{community['posts']}")
    packs = ", ".join(community["packs"]) or none
    yield said.say("cmd_check.rules"), said.say("cmd_check.rules_said", n=len(community["rules"]), packs=packs)
    measures = [said.say(f"action.{name}") for name in community["measures"]]
    yield said.say("cmd_check.actions"), ", ".join(measures) or said.say("cmd_check.proposes")
    alone = [said.say(f"action.{name}") for name in community["by_one"]]
    yield said.say("cmd_check.by_one"), ", ".join(alone) or said.say("cmd_check.by_two")
    yield said.say("cmd_check.budget"), said.say("cmd_check.budget_said", **community["budget"])
    yield from _told(community, said)
    for sentence in community["advice"]:
        yield said.say("cmd_check.note"), sentence


def _told(shielded: dict[str, Any], said: Wording) -> Iterator[tuple[str, str]]:
    for alert in shielded["alerts"]:
        above = said.say(f"severity.{alert['above']}")
        yield said.say("cmd_check.alerts"), said.say("cmd_check.alerts_said", name=alert["name"], above=above)


def _lines(person: dict[str, Any], said: Wording) -> Iterator[tuple[str, str]]:
    def line(key: str, **values: str | int) -> tuple[str, str]:
        return said.say(f"cmd_check.{key}"), said.say(f"cmd_check.{key}_said", **values)

    none = said.say("cmd_check.none")
    for account in person["accounts"]:
        place = {"handle": account["handle"], "server": account["server"]}
        yield account["platform"], said.say("cmd_check.account", **place)
    yield line("rules", n=len(person["rules"]), packs=", ".join(person["packs"]) or none)
    actions = ", ".join(said.say(f"action.{action}") for action in person["actions"])
    yield said.say("cmd_check.actions"), actions or said.say("cmd_check.nothing")
    yield line("budget", **person["budget"])
    yield from _told(person, said)
    yield line("spares", trusted=person["trusted"], delegates=", ".join(person["delegates"]) or none)
    for sentence in person["advice"]:
        yield said.say("cmd_check.note"), sentence
