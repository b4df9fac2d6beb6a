"""The notice to a platform (Regulation (EU) 2022/2065, art. 16), and the request to a host to preserve what it has."""

from collections import Counter
from collections.abc import Iterator

from bot.dossier.content import Contents
from bot.dossier.typesetting.blocks import Blank, Block, Head, Points, Say
from bot.dossier.typesetting.sheets.hosts import Host
from bot.dossier.typesetting.sheets.parts import accounts, addresses, known, located, notifier, opening
from bot.dossier.typesetting.tongue import Tongue


def notice(contents: Contents, host: Host, tongue: Tongue) -> Iterator[Block]:
    """Reasons, exact locations, who gives notice, and good faith: what article 16 asks for."""
    yield from opening("notice", tongue)
    yield Say(text=tongue.say("notice.to", host=host.name), style="lead")
    yield Say(text=tongue.say("notice.intro"))
    yield Head(text=tongue.say("notice.notifier"), level=2)
    yield from notifier(contents.statement, tongue)
    yield Head(text=tongue.say("notice.why"), level=2)
    yield Say(text=tongue.say("notice.why_said"))
    shown = {one.number for one in host.facts}
    laws = dict.fromkeys(one.law for one in contents.elements if shown & {*one.facts})
    counted = Counter(reason for one in host.facts for reason in one.reasons)
    reasons = (f"{tongue.named('reason', name)} ({tongue.number(n)})" for name, n in counted.most_common())
    yield Points(items=(*reasons, *(tongue.called(law) for law in laws)))
    yield Head(text=tongue.say("notice.accounts"), level=2)
    yield from accounts(host.parties, tongue)
    yield Head(text=tongue.say("notice.items"), level=2)
    yield from located(host.facts, tongue)
    for name in ("faith", "keep", "answer"):
        yield Say(text=tongue.say(f"notice.{name}"))
    yield Blank(label=tongue.say("notice.sign"), lines=2)


def preservation(contents: Contents, host: Host, tongue: Tongue) -> Iterator[Block]:
    """What a host is asked to keep until an authority asks for it."""
    yield from opening("preservation", tongue)
    yield Say(text=tongue.say("preservation.intro", host=host.name))
    running = [one for one in contents.deadlines if one.until > contents.made_at]
    clocks = [one.until for one in running if one.clock.rpartition(".")[2] == "host_data"]
    said = tongue.say("preservation.urgent", until=tongue.local_day(min(clocks))) if clocks else ""
    yield Say(text=said or tongue.say("preservation.urgent_plain"), style="note")
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
