"""What each condition says in a sentence: to add one, write its function here, name it in SAID, and its texts beside.

A phrase is a predicate; its subject stands apart, so that what is asked of one subject is said in one clause.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.phrases import known
from bot.phrases.phrase import Phrase
from bot.phrases.voice import Voice
from bot.rules.conditions.account_age import AccountAge
from bot.rules.conditions.ban_evasion import BanEvasion
from bot.rules.conditions.bare_profile import BareProfile
from bot.rules.conditions.base import BaseCondition
from bot.rules.conditions.case_stage import CaseStage
from bot.rules.conditions.conduct import Conduct
from bot.rules.conditions.context import Context
from bot.rules.conditions.followers import Followers
from bot.rules.conditions.identical_text import IdenticalText
from bot.rules.conditions.image_known import ImageKnown
from bot.rules.conditions.kin import Kin
from bot.rules.conditions.kind import Kind
from bot.rules.conditions.language import Language
from bot.rules.conditions.leak import Leak
from bot.rules.conditions.lexicon import Lexicon
from bot.rules.conditions.link_domain import LinkDomain
from bot.rules.conditions.listed import Listed
from bot.rules.conditions.mentions_count import MentionsCount
from bot.rules.conditions.new_account import NewAccount
from bot.rules.conditions.pattern import Pattern
from bot.rules.conditions.raid import Raid
from bot.rules.conditions.relationship import Relationship
from bot.rules.conditions.repeated import Repeated
from bot.rules.conditions.reported import Reported
from bot.rules.conditions.schedule import MIDNIGHT, WEEK, Schedule
from bot.rules.conditions.score import Score
from bot.rules.conditions.script import Script
from bot.rules.conditions.words import Words
from bot.signals.slots import SLOT

NAMED: Final = 4
"""Categories of the lexicon that are named at most, where patterns have places for their words."""


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
    said = voice.count("asked.pattern", len(asked.pattern))
    slots = [SLOT.findall(pattern) for pattern in asked.pattern]
    named = dict.fromkeys(name for found in slots for names, _ in found for name in names.split("|"))
    if not named:
        return Phrase("text", said)
    few = len(named) <= NAMED
    what = voice.either(voice.named("category", named)) if few else voice.say("asked.any_entry")
    return Phrase("text", voice.say("asked.pattern_with" if all(slots) else "asked.pattern_some", said=said, what=what))


def _lexicon(asked: Lexicon, voice: Voice) -> Phrase:
    what = voice.either(voice.named("category", asked.lexicon))
    said = voice.say(f"asked.strength.{asked.strength}", what=what)
    if asked.language:
        said = voice.say("asked.lexicon_of", said=said, tongue=voice.say(f"tongue.{asked.language}"))
    return Phrase("text", said)


def _score(asked: Score, voice: Voice) -> Phrase:
    bounds = asked.score
    if bounds.disputed:
        return Phrase("text", voice.say("asked.score.disputed"))
    under, over = (None if bound is None else voice.number(bound * 100) for bound in (bounds.under, bounds.over))
    said = voice.say(f"asked.score.like.{bounds.like}") if bounds.like else ""
    return Phrase("text", voice.bounds("asked.score.hint" if said else "asked.score", under, over, said=said))


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


def _script(asked: Script, voice: Voice) -> Phrase:
    named = voice.named("script", (one for one in asked.script if one != "unread"))
    said = [voice.say("asked.script", what=voice.either(named))] if named else []
    return Phrase("text", voice.either([*said, *([voice.say("asked.unread")] if "unread" in asked.script else [])]))


def _new_account(asked: NewAccount, voice: Voice) -> Phrase:
    return Phrase("author", voice.say("asked.account_age.under", under=voice.span(asked.new_account)))


def _bare_profile(asked: BareProfile, voice: Voice) -> Phrase:
    return Phrase("author", voice.say("asked.bare_profile", n=asked.bare_profile))


def _identical_text(asked: IdenticalText, voice: Voice) -> Phrase:
    many, within = asked.identical_text.authors, voice.span(asked.identical_text.within)
    return Phrase("text", voice.say("asked.identical_text", authors=many, within=within))


def _mentions_count(asked: MentionsCount, voice: Voice) -> Phrase:
    counts = asked.mentions_count
    under, over = (
        None if bound is None else voice.count("asked.other_account", bound) for bound in (counts.under, counts.over)
    )
    return Phrase("post", voice.bounds("asked.mentions_count", under, over))


def _link_domain(asked: LinkDomain, voice: Voice) -> Phrase:
    if voice.reveal:
        return Phrase("post", voice.say("asked.links_to", what=voice.either(voice.quoted(asked.link_domain))))
    return Phrase("post", voice.count("asked.link_domain", len(asked.link_domain)))


def _image_known(asked: ImageKnown, voice: Voice) -> Phrase:
    return Phrase("post", voice.count("asked.image_known", len(asked.image_known)))


def _schedule(asked: Schedule, voice: Voice) -> Phrase:
    hours = asked.schedule
    days = voice.either(voice.named("day", hours.days))
    if (hours.since, hours.to) == (0, MIDNIGHT):
        return Phrase("post", voice.say("asked.schedule.days", days=days))
    form = "hours" if hours.days == WEEK else "both"
    since, to = voice.clock(hours.since), voice.clock(hours.to)
    return Phrase("post", voice.say(f"asked.schedule.{form}", since=since, to=to, days=days))


def _case_stage(asked: CaseStage, voice: Voice) -> Phrase:
    return Phrase("author", voice.say("asked.case_stage", stage=voice.say(f"stage.{asked.case_stage.label}")))


def _conduct(asked: Conduct, voice: Voice) -> Phrase:
    known = asked.conduct
    said = [voice.say("asked.conduct.score", score=f"{known.score:g}")] if known.score else []
    counts = {"days": known.days, "after_mute": known.after_mute}
    said += [voice.count(f"asked.conduct.{name}", count) for name, count in counts.items() if count]
    flags = {"restricted": known.restricted, "reached": known.reached}
    said += [voice.say(f"asked.conduct.{name}") for name, held in flags.items() if held]
    return Phrase("author", voice.both(said))


SAID: Final[Mapping[type[BaseCondition], Callable[[Any, Voice], Phrase]]] = {
    Words: _words,
    Pattern: _pattern,
    Lexicon: _lexicon,
    Score: _score,
    Context: _context,
    Kind: _kind,
    Language: _language,
    Script: _script,
    AccountAge: _account_age,
    NewAccount: _new_account,
    BareProfile: _bare_profile,
    Followers: _followers,
    Relationship: _relationship,
    Repeated: _repeated,
    IdenticalText: _identical_text,
    MentionsCount: _mentions_count,
    LinkDomain: _link_domain,
    ImageKnown: _image_known,
    Schedule: _schedule,
    Leak: known.leak,
    CaseStage: _case_stage,
    Conduct: _conduct,
    BanEvasion: known.ban_evasion,
    Raid: known.raid,
    Listed: known.listed,
    Reported: known.reported,
    Kin: known.kin,
}
"""Every condition's phrase, in the order of CONDITIONS."""
