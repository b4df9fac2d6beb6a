"""A rule as one sentence: when it holds, what it spares, what it does."""

from collections.abc import Iterable

from bot.phrases.conditions import phrase
from bot.phrases.effects import effects
from bot.phrases.voice import Voice
from bot.rules.conditions.base import BaseCondition
from bot.rules.conditions.context import Context
from bot.rules.policy import Rule


def sentence(rule: Rule, voice: Voice) -> str:
    """`Si le texte contient une menace (force 3), et si l’auteur est un inconnu, sauf dans une citation : …`."""
    said = voice.say("rule.whole", when=_when(rule, voice), unless=_unless(rule, voice), then=effects(rule, voice))
    return f"{said[0].upper()}{said[1:]}"


def _when(rule: Rule, voice: Voice) -> str:
    needed, offered = _clauses(rule.all, "and", voice), _clauses(rule.any, "or", voice)
    if not offered or not needed:
        return voice.clauses(needed or offered, "and" if needed else "or")
    if len(offered) > 1:  # `A, et si B, ou si C` could be read in two ways
        last = voice.say(
            "rule.one_of", cases=voice.say("joining.last_or", before=", ".join(offered[:-1]), last=offered[-1])
        )
        return voice.clauses([*needed, last], "and")
    return voice.clauses([*needed, *offered], "and")


def _unless(rule: Rule, voice: Voice) -> str:
    """What protects its own words only, and what keeps the whole rule from holding."""
    protecting = [kind for one in rule.none if isinstance(one, Context) for kind in one.context if rule.protecting]
    others = [one for one in rule.none if not (rule.protecting and isinstance(one, Context))]
    regions = voice.either(voice.named("region", dict.fromkeys(protecting)))
    said = voice.say("rule.unless_in", regions=regions) if protecting else ""
    if others:
        cases = voice.clauses(_clauses(others, "or", voice), "or")
        said += voice.say("rule.and_unless" if protecting else "rule.unless", cases=cases)
    return said


def _clauses(conditions: Iterable[BaseCondition], word: str, voice: Voice) -> list[str]:
    """One for each subject, in the order in which the subjects come first."""
    asked: dict[str, list[str]] = {}
    for subject, said in (phrase(condition, voice) for condition in conditions):
        asked.setdefault(subject, []).append(said)
    together = voice.both if word == "and" else voice.either
    return [f"{voice.say(f'subject.{subject}')} {together(said)}" for subject, said in asked.items()]
