"""What each condition says in a sentence: to add one, write its function here, name it in SAID, and its texts beside.

A phrase is a predicate; its subject stands apart, so that what is asked of one subject is said in one clause.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple

from bot.phrases.voice import Voice
from bot.rules.conditions.account_age import AccountAge
from bot.rules.conditions.base import BaseCondition
from bot.rules.conditions.context import Context
from bot.rules.conditions.followers import Followers
from bot.rules.conditions.kind import Kind
from bot.rules.conditions.language import Language
from bot.rules.conditions.lexicon import Lexicon
from bot.rules.conditions.pattern import Pattern
from bot.rules.conditions.relationship import Relationship
from bot.rules.conditions.repeated import Repeated
from bot.rules.conditions.words import Words

Subject = Literal["text", "author", "post", "time"]


class Phrase(NamedTuple):
    """A condition as part of a sentence."""

    subject: Subject
    said: str


def phrase(condition: BaseCondition, voice: Voice) -> Phrase:
    """What a condition asks, in the voice's language. KeyError, with its name, where nobody has said it yet."""
    try:
        said = SAID[type(condition)]
    except KeyError:
        raise KeyError(f"bot/phrases/conditions.py says nothing of the condition {condition.name}") from None
    return said(condition, voice)


def _words(asked: Words, voice: Voice) -> Phrase:
    if voice.reveal:
        return Phrase("text", voice.say("asked.contains", what=voice.either(voice.quoted(asked.words))))
    return Phrase("text", voice.count("asked.words", len(asked.words)))


def _pattern(asked: Pattern, voice: Voice) -> Phrase:
    return Phrase("text", voice.count("asked.pattern", len(asked.pattern)))


def _lexicon(asked: Lexicon, voice: Voice) -> Phrase:
    what = voice.either(voice.named("category", asked.lexicon))
    said = voice.say(f"asked.strength.{asked.strength}", what=what)
    if asked.language:
        said = voice.say("asked.lexicon_of", said=said, tongue=voice.say(f"tongue.{asked.language}"))
    return Phrase("text", said)


def _context(asked: Context, voice: Voice) -> Phrase:
    return Phrase("text", voice.say("asked.contains", what=voice.either(voice.named("region", asked.context))))


def _kind(asked: Kind, voice: Voice) -> Phrase:
    return Phrase("post", voice.say("asked.is", what=voice.either(voice.named("way", asked.kind))))


def _language(asked: Language, voice: Voice) -> Phrase:
    known = voice.wording.texts
    spoken = (str(known.get(f"tongue.{code}", voice.say("asked.tongue", code=code))) for code in asked.language)
    return Phrase("text", voice.say("asked.language", what=voice.either(spoken)))


def _account_age(asked: AccountAge, voice: Voice) -> Phrase:
    ages = asked.account_age
    under, over = (None if bound is None else voice.span(bound) for bound in (ages.under, ages.over))
    return Phrase("author", voice.bounds("asked.account_age", under, over))


def _followers(asked: Followers, voice: Voice) -> Phrase:
    counts = asked.followers
    under, over = (
        None if bound is None else voice.count("asked.follower", bound) for bound in (counts.under, counts.over)
    )
    return Phrase("author", voice.bounds("asked.followers", under, over))


def _relationship(asked: Relationship, voice: Voice) -> Phrase:
    return Phrase("author", voice.say("asked.is", what=voice.either(voice.named("standing", asked.relationship))))


def _repeated(asked: Repeated, voice: Voice) -> Phrase:
    times, within = asked.repeated.times, voice.span(asked.repeated.within)
    return Phrase("author", voice.say("asked.repeated", times=times, within=within))


SAID: Final[Mapping[type[BaseCondition], Callable[[Any, Voice], Phrase]]] = {
    Words: _words,
    Pattern: _pattern,
    Lexicon: _lexicon,
    Context: _context,
    Kind: _kind,
    Language: _language,
    AccountAge: _account_age,
    Followers: _followers,
    Relationship: _relationship,
    Repeated: _repeated,
}
"""Every condition's phrase, in the order of CONDITIONS."""
