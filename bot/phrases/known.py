"""What conditions say that ask what is known of the author, or of what is private."""

from bot.phrases.phrase import Phrase
from bot.phrases.voice import Voice
from bot.rules.conditions.ban_evasion import BanEvasion
from bot.rules.conditions.kin import Kin
from bot.rules.conditions.leak import Leak
from bot.rules.conditions.listed import Listed
from bot.rules.conditions.raid import Raid
from bot.rules.conditions.reported import Reported


def leak(asked: Leak, voice: Voice) -> Phrase:
    """What is given away."""
    what = voice.either(voice.named(f"leaked.{asked.of}", asked.leak))
    return Phrase("post", voice.say("asked.leak", what=what))


def raid(asked: Raid, voice: Voice) -> Phrase:
    """In the middle of how large a raid."""
    return Phrase("author", voice.count("asked.raid", asked.raid.hostile))


def ban_evasion(asked: BanEvasion, voice: Voice) -> Phrase:
    """Whom the author is likely to be."""
    said = voice.either(voice.say(f"asked.ban_evasion.{one}") for one in asked.ban_evasion)
    if asked.over:
        said = voice.say("asked.ban_evasion.over", said=said, over=voice.number(asked.over * 100))
    return Phrase("author", said)


def listed(asked: Listed, voice: Voice) -> Phrase:
    """In which lists."""
    lists = asked.listed
    said = voice.either(voice.quoted(lists.list))
    several = lists.at_least > 1
    said = (
        voice.count("asked.listed.many", lists.at_least, lists=said)
        if several
        else voice.say("asked.listed.alone", lists=said)
    )
    if lists.severity != "low":
        said = voice.say("asked.listed.over", said=said, severity=voice.say(f"severity.{lists.severity}"))
    return Phrase("author", said)


def reported(asked: Reported, voice: Voice) -> Phrase:
    """By how many it is reported."""
    within = voice.span(asked.reported.within)
    return Phrase("author", voice.count("asked.reported", asked.reported.by, within=within))


def kin(asked: Kin, voice: Voice) -> Phrase:
    """What is shared with whom."""
    shared = {"email": asked.kin.email, "domain": asked.kin.domain, "net": asked.kin.net}
    said = [voice.count(f"asked.kin.{name}", count) for name, count in shared.items() if count]
    return Phrase("author", voice.either(said))
