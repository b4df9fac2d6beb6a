"""What `rempart rules` shows: the rules of packs and of people, each with its sentence."""

from collections.abc import Iterator
from typing import Any

from bot.config.packs import pack
from bot.model.decision import Mode, stricter
from bot.phrases.listing import Group, Language, Listing, known
from bot.phrases.sentence import sentence
from bot.phrases.voice import Voice
from bot.rules.conditions.pattern import Pattern
from bot.rules.policy import Rule


def lines(listing: Listing, voice: Voice) -> Iterator[str]:
    """For people: who, from where, and two lines a rule."""
    language = known(voice.say("rule.language"))
    for ruled in listing.everybody:
        if ruled.person:
            yield voice.say("rule.person", person=ruled.person, mode=voice.say(f"cmd_mode.{ruled.mode}"))
        if not ruled.groups:
            yield voice.say("rule.none")
        for group in ruled.groups:
            yield ""
            yield _title(group, voice, language)
            for rule in group.rules:
                yield from _rule(rule, ruled.mode, voice, language)
        yield ""


def _title(group: Group, voice: Voice, language: Language) -> str:
    if group.pack:
        return voice.say("rule.pack", name=group.pack, summary=getattr(pack(group.pack), language))
    return voice.say("rule.own", person=group.person) if group.person else voice.say("rule.everybody")


def _rule(rule: Rule, mode: Mode, voice: Voice, language: Language) -> Iterator[str]:
    yield ""
    yield "  " + voice.say(
        "rule.heading",
        name=_named(rule, voice, language),
        severity=voice.say("rule.severity", severity=voice.say(f"severity.{rule.severity.label}")),
        reason=voice.say(f"reason.{rule.reason}"),
        mode=voice.say(f"cmd_mode.{stricter(mode, rule.mode)}"),
    )
    yield f"  {sentence(rule, voice)}"
    if voice.reveal:
        for n, pattern in enumerate(_patterns(rule), 1):
            yield f"    {voice.say('rule.pattern', n=n)} · {pattern}"


def _named(rule: Rule, voice: Voice, language: Language) -> str:
    """Its title, beside it the name by which commands and programs know it, where that is another."""
    title = rule.called(language)
    return title if title == rule.name else voice.say("rule.named", title=title, name=rule.name)


def as_data(listing: Listing, voice: Voice) -> list[dict[str, Any]]:
    """For programs: an object a rule; what it looks for is in it only if the voice reveals it."""
    return [
        {"person": ruled.person, "pack": group.pack, **_data(rule, ruled.mode, voice)}
        for ruled in listing.everybody
        for group in ruled.groups
        for rule in group.rules
    ]


def _data(rule: Rule, mode: Mode, voice: Voice) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": rule.name,
        "reason": rule.reason.value,
        "severity": rule.severity.label,
        "mode": stricter(mode, rule.mode).value,
        "sentence": sentence(rule, voice),
    }
    return data | ({"patterns": _patterns(rule)} if voice.reveal else {})


def _patterns(rule: Rule) -> list[str]:
    every = rule.conditions
    return [pattern for one in every if isinstance(one, Pattern) for pattern in one.pattern]
