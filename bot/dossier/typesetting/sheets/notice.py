"""The notice to a platform (Regulation (EU) 2022/2065, art. 16), and the request to a host to preserve what it has."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.typesetting.blocks import Blank, Block, Head, Points, Say
from bot.dossier.typesetting.sheets.hosts import Host
from bot.dossier.typesetting.sheets.parts import (
    accounts,
    addresses,
    announced,
    by_reason,
    in_full,
    known,
    located,
    notifier,
    opening,
    others,
)
from bot.dossier.typesetting.tongue import Tongue

THREATS: Final = "violence_threats"
PROSECUTION: Final = "prosecution"
HOST_DATA: Final = "host_data"


def notice(contents: Contents, host: Host, tongue: Tongue) -> Iterator[Block]:
    """Reasons, exact locations, who gives notice, and good faith: what article 16 asks for."""
    yield from opening("notice", tongue)
    yield Say(text=tongue.say("notice.to", host=host.name), style="lead")
    yield Say(text=tongue.say("notice.intro"))
    yield Head(text=tongue.say("notice.notifier"), level=2)
    yield from notifier(contents.statement, tongue)
    yield Head(text=tongue.say("notice.why"), level=2)
    yield from _why(contents, host, tongue)
    yield Head(text=tongue.say("notice.accounts"), level=2)
    yield from accounts(host.parties, tongue)
    yield Head(text=tongue.say("notice.items"), level=2)
    yield from announced(host.facts, tongue)
    yield from located(in_full(host.facts), tongue)
    if rest := others(host.facts):
        yield Say(text=tongue.say("notice.others"), style="strong")
        yield from by_reason(rest, tongue, tongue.say("notice.part"))
    for name in ("faith", "identity", "keep", "answer"):
        yield Say(text=tongue.say(f"notice.{name}"))
    yield Blank(label=tongue.say("notice.sign"), lines=2)


def _why(contents: Contents, host: Host, tongue: Tongue) -> Iterator[Block]:
    """Why it is believed to be illegal: what it is, how often, and by which laws."""
    facts = host.facts
    yield Say(text=tongue.count("notice.why_said", len(facts), first=tongue.local_day(facts[0].at),
                                last=tongue.local_day(facts[-1].at)))  # fmt: skip
    counted = Counter(reason for one in facts for reason in one.reasons)
    reasons = tuple(f"{tongue.named('reason', name)} ({tongue.number(n)})" for name, n in counted.most_common())
    if reasons:
        yield Points(items=reasons)
    shown = {one.number for one in facts}
    laws = dict.fromkeys(one.law for one in contents.elements if shown & {*one.facts})
    if laws:
        yield Say(text=tongue.say("notice.laws"))
        yield Points(items=tuple(tongue.called(law) for law in laws))
    if THREATS in counted:
        yield Say(text=tongue.say("notice.threat"))


def preservation(contents: Contents, host: Host, tongue: Tongue) -> Iterator[Block]:
    """What a host is asked to keep until an authority asks for it."""
    yield from opening("preservation", tongue)
    yield Say(text=tongue.say("preservation.to", host=host.name), style="lead")
    yield Say(text=" ".join(_request(contents, tongue)))
    yield Say(text=_urgent(contents, host, tongue), style="note")
    yield Head(text=tongue.say("preservation.what"), level=2)
    names = ("identity", "connection", "content")
    yield Points(items=tuple(tongue.say(f"preservation.data.{name}") for name in names))
    yield Head(text=tongue.say("preservation.accounts"), level=2)
    yield from accounts(host.parties, tongue)
    since, until = tongue.both(host.facts[0].at), tongue.both(host.facts[-1].at)
    yield from known(
        ((tongue.say("preservation.period"), tongue.say("summary.period_said", since=since, until=until)),)
    )
    yield Head(text=tongue.say("preservation.items"), level=2)
    yield from addresses(host.facts, tongue)
    yield Say(text=tongue.say("preservation.answer"))
    yield from notifier(contents.statement, tongue)
    yield Blank(label=tongue.say("notice.sign"), lines=2)


def _request(contents: Contents, tongue: Tongue) -> Iterator[str]:
    """Of proceedings nothing is said but what was noted, or is asked for."""
    if contents.filed:
        yield tongue.say("preservation.filed", day=tongue.day(contents.filed))
    elif PROSECUTION in contents.statement.asked:
        yield tongue.say("preservation.meant")
    yield tongue.say("preservation.intro")


def _urgent(contents: Contents, host: Host, tongue: Tongue) -> str:
    """How long such data are kept, where a law that we know says so, and the first limit among what stands there."""
    basis = tongue.named("preservation.basis", contents.law or "none")
    shown = {one.number for one in host.facts}
    ends = [
        one.until
        for one in contents.deadlines
        if one.clock.rpartition(".")[2] == HOST_DATA and one.fact in shown and one.until > contents.made_at
    ]
    return " ".join([basis, *([tongue.say("preservation.urgent", until=tongue.local_day(min(ends)))] if ends else [])])
