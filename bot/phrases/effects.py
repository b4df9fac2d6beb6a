"""What a rule does, as the end of its sentence."""

from collections.abc import Iterator
from typing import assert_never

from bot.model.action import Action, Block, DetachQuote, Dismiss, HideReply, Mute, Report, kind_of
from bot.model.measure import Escalate, Label, Light, Limit, Resolve, Sensitive, Tag
from bot.phrases.voice import Voice
from bot.rules.effect import Effect, Suggest, Word
from bot.rules.policy import Rule


def effects(rule: Rule, voice: Voice) -> str:
    """`mettre l’auteur en sourdine pendant 30 jours, prévenir aussitôt`; that it is only noted, where nothing is."""
    return ", ".join(_said(rule, voice)) or voice.say("done.nothing")


def _said(rule: Rule, voice: Voice) -> Iterator[str]:
    for effect in rule.then:
        if effect is Word.HOLD:
            yield voice.say("done.hold_back" if rule.actions else "done.hold")
        else:
            yield _effect(effect, voice)


def _effect(effect: Effect, voice: Voice) -> str:
    match effect:
        case Word():
            return voice.say(f"done.{effect}")
        case Suggest(measure=measure):
            return voice.say("done.suggest", what=voice.say(f"measure.{measure}"))
        case Sensitive() | Limit() | Resolve() | Tag() | Label() | Escalate():
            return _measure(effect, voice)
        case _:
            return _action(effect, voice)


def _action(action: Action, voice: Voice) -> str:
    match action:
        case Mute(duration=span):
            return voice.say("done.mute_forever") if span is None else voice.say("done.mute", span=voice.span(span))
        case Report(sending=sending, forward=forward):
            return voice.say(f"done.report_{sending}{'_forward' if forward else ''}")
        case Block() | HideReply() | DetachQuote() | Dismiss():
            return voice.say(f"done.{kind_of(action)}")
    assert_never(action)


def _measure(measure: Light, voice: Voice) -> str:
    match measure:
        case Limit(duration=span):
            return voice.say("done.limit_forever") if span is None else voice.say("done.limit", span=voice.span(span))
        case Label(values=values, duration=None):
            return voice.say("done.label_forever", values=voice.both(values))
        case Label(values=values, duration=span) if span is not None:
            return voice.say("done.label", values=voice.both(values), span=voice.span(span))
        case Tag(add=words):
            return voice.say("done.tag", words=voice.both(words))
        case _:
            return voice.say(f"done.{kind_of(measure)}")
