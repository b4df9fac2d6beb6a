"""The answer to *why*, line by line, in the language of the configuration."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.alerts.stage import grounds
from bot.alerts.wording import Wording
from bot.explaining.mask import HARMLESS, veiled
from bot.explaining.measured import excerpts, measured_lines, places
from bot.explaining.proof import proof_lines
from bot.explaining.words import note, trouble
from bot.model.action import Order, kind_of
from bot.model.decision import Because, Match, Miss, Mode
from bot.model.delivery import Delivery, Status, Task
from bot.model.mention import Mention
from bot.model.reason import Reason
from bot.model.record import Record
from bot.people.inquiry import Finding
from bot.store.read import Kept

OPEN, CLOSE = "⟦", "⟧"
"""Around what rules found in a text that is shown."""


class Teller:
    """Says why; veiled unless asked to reveal."""

    def __init__(
        self, words: Wording, zones: Mapping[str, str], *, reveal: bool, called: Callable[[str], str] = str
    ) -> None:
        """`zones` by person; `reveal` shows texts, authors and the words of rules; `called` says a rule's title."""
        self.words = words
        self.zones = zones
        self.reveal = reveal
        self.called = called

    def list(self, findings: Sequence[Finding]) -> Iterator[str]:
        """Several mentions, a line each, with what to ask for more."""
        yield self.words.count("cmd_why.several", len(findings))
        for one in findings:
            reasons = self._reasons(one.kept.reasons)
            yield f"  {self._moment(one)} · {self._severity(one)} · {reasons} · rempart why {one.kept.exhibit}"

    def tell(self, findings: Sequence[Finding]) -> Iterator[str]:
        """All versions of one mention, for each person whom it addresses, and last what was done."""
        for one in findings:
            yield from self._opening(one)
            yield from self._content(one.record) if one.record else ()
            yield from self.grounds(one)
            yield ""
        for person in dict.fromkeys(one.kept.person for one in findings):
            yield from self.done(next(one for one in findings if one.kept.person == person))

    def grounds(self, one: Finding) -> Iterator[str]:
        """Why, and why not: the conduct, what is measured, each rule; and what its origin proves of it."""
        yield from self.pro(one)
        yield from self.contra(one)
        yield from self.besides(one)

    def pro(self, one: Finding) -> Iterator[str]:
        """Why: the conduct, what is measured, and the rules that found something."""
        if one.record is None:
            yield self.words.say("cmd_why.unreadable", why=one.unreadable)
            yield self.words.say("mention.rules", rules=", ".join(map(self.called, one.kept.rules)) or "-")
            return
        yield from self._conduct(one.record)
        if one.measured:
            yield from measured_lines(self.words, one.measured, reveal=self.reveal)
        yield from self._decided(one.record)

    def contra(self, one: Finding) -> Iterator[str]:
        """Why not: the rules that found nothing, after a line that counts them."""
        if one.record is None:
            return
        misses = [rule for rule in one.rules if isinstance(rule, Miss)]
        yield self.words.count("cmd_why.missed", len(misses))
        for miss in misses:
            yield self._miss(miss)

    def besides(self, one: Finding) -> Iterator[str]:
        """What the rules of today would decide, and what its origin proves of it."""
        if one.record is not None:
            yield from self._today(one)
        for proof in one.proofs:
            yield from proof_lines(self.words, proof, self.zones.get(one.kept.person, "UTC"))

    def done(self, one: Finding) -> Iterator[str]:
        """What was done because of it, or waits, each with the id by which commands name it."""
        for line, id_ in self.deeds(one):
            yield f"{line} · {id_}" if id_ else line

    def deeds(self, one: Finding) -> Iterator[tuple[str, str]]:
        """The same, with the ids apart; a line that is no delivery has none."""
        yield self.words.say("cmd_why.done" if one.deliveries else "cmd_why.nothing"), ""
        for delivery in sorted(one.deliveries, key=lambda each: (each.task, each.due_at)):
            yield f"  - {self._delivery(delivery, one.kept)}", delivery.id
            if kept := one.captured.get(delivery.id):
                what = ", ".join(f"{n} {w}" for w, n in Counter(kept).items())
                yield f"      {self.words.say('cmd_why.captured', what=what)}", ""

    def _opening(self, one: Finding) -> Iterator[str]:
        kept, words = one.kept, self.words
        platform = words.texts.get(f"platform.{kept.platform}", kept.platform)
        kind = words.say(f"mention_kind.{kept.kind}", platform=platform)
        yield words.say("mention.opening", person=kept.person, kind=kind, at=self._moment(one))
        yield words.say("cmd_why.version", version=kept.version, exhibit=kept.exhibit)
        yield words.say("mention.severity", severity=self._severity(one))
        yield words.say("mention.reasons", reasons=self._reasons(kept.reasons))

    def _content(self, record: Record) -> Iterator[str]:
        mention = record.facts.mention
        if not self.reveal:
            yield self.words.say("cmd_why.hidden", n=len(mention.text))
            return
        author = mention.author
        yield self.words.say("cmd_why.author", handle=author.handle, account=author.key)
        yield self.words.say("cmd_why.text", text=_marked(mention.text, record.decision.spans))
        yield mention.url or mention.uri

    def _conduct(self, record: Record) -> Iterator[str]:
        """How far its author's case had gone, with this mention in it."""
        conduct = record.facts.conduct
        if conduct is None:
            return
        stage = self.words.say(f"stage.{conduct.stage.label}")
        yield self.words.say("cmd_why.conduct", case=conduct.case or "-", stage=stage, score=f"{conduct.score:g}")
        yield from (f"  - {ground}" for ground in grounds(self.words, conduct)) if conduct.days else ()

    def _decided(self, record: Record) -> Iterator[str]:
        decision = record.decision
        yield from ([self.words.say(f"cmd_spared.{decision.spared}")] if decision.spared else [])
        yield self.words.count("cmd_why.matched", len(decision.matches))
        for match in decision.matches:
            yield from self._match(match, record.facts.mention)
        for failure in decision.failures:
            said = [self.called(failure.rule), self.words.say("cmd_why.failed"), note(self.words, failure.what)]
            yield f"  ? {' · '.join(said)}"

    def _match(self, match: Match, mention: Mention) -> Iterator[str]:
        text = mention.written(match.within)
        severity = self.words.say(f"severity.{match.severity.label}")
        waits = match.beside and match.mode is Mode.ACT  # what is found there only asks
        mode = self.words.say("cmd_why.waits" if waits else f"cmd_mode.{match.mode}")
        said = [self.called(match.rule), severity, self.words.say(f"reason.{match.reason}"), mode, *self._where(match)]
        yield f"  ✓ {' · '.join(said)}"
        for because in match.because:
            said = [self._of(self._condition(because.condition), self._note(because)), places(because.spans)]
            if self.reveal or because.condition == "pattern":  # whose note names none of what it found
                said.append(excerpts(text, because.spans, reveal=self.reveal))
            yield f"      {' · '.join(filter(None, said))}"

    def _where(self, match: Match) -> Iterator[str]:
        """In what part of the mention, if it is not the text."""
        if match.beside:
            part, _, number = match.within.partition(":")
            yield self.words.say(f"cmd_why.within.{part}", n=int(number or 0) + 1)

    def _note(self, because: Because) -> str:
        if because.condition in HARMLESS:
            return note(self.words, because.note)
        return because.note if self.reveal else veiled(because.condition, because.note)

    def _miss(self, miss: Miss) -> str:
        name = miss.condition.removeprefix("none of ")
        found = name != miss.condition and name not in HARMLESS  # then the note names what is excluded
        said = (miss.note if self.reveal else veiled(name, miss.note)) if found else note(self.words, miss.note)
        sign = "?" if miss.unknown else "·"
        return f"  {sign} {self.called(miss.rule)} · {self._of(self._condition(miss.condition), said)}"

    def _today(self, one: Finding) -> Iterator[str]:
        if one.now is None:
            yield self.words.say("cmd_why.no_rules", person=one.kept.person)
        elif not one.otherwise:
            yield self.words.say("cmd_why.same")
        else:
            severity = self.words.say(f"severity.{one.now.severity.label}")
            rules = ", ".join(
                f"{self.called(match.rule)} ({self.words.say(f'cmd_mode.{match.mode}')})" for match in one.now.matches
            )
            yield self.words.say("cmd_why.otherwise", severity=severity, rules=rules or "-")

    def _delivery(self, one: Delivery, kept: Kept) -> str:
        status = self.words.say(f"status.{one.status}")
        if one.status is Status.HELD and one.hold:
            status = self.words.say("status.because", status=status, hold=self.words.say(f"hold.{one.hold}"))
        if not isinstance(one.what, Order):
            named = self.words.say("cmd_why.alert", via=one.via)
        else:
            named = self.words.say(f"action.{kind_of(one.what.action)}")
            if one.task is Task.FOLLOW_UP:
                named = self.words.say("action.follow_up")
            if one.task is Task.REVERT:
                at = self.words.moment(one.due_at, self.zones.get(kept.person, "UTC"))
                named = self.words.say("cmd_why.inverse", action=named, at=at)
        return " · ".join([self._of(named, status), *([trouble(self.words, one.trouble)] if one.trouble else [])])

    def _captured(self, what: str) -> str:
        return str(self.words.texts.get(f"cmd_captured.{what}", what))

    def _condition(self, name: str) -> str:
        bare = name.removeprefix("none of ")
        known = self.words.say("grammar.or").join(self._named(each) for each in bare.split(" or "))
        return known if bare == name else self.words.say("cmd_why.none_of", what=known)

    def _named(self, condition: str) -> str:
        return str(self.words.texts.get(f"cmd_condition.{condition}", condition))

    def _of(self, what: str, said: str) -> str:
        return f"{what}{self.words.texts['grammar.colon']}{said}"

    def _moment(self, one: Finding) -> str:
        return self.words.moment(one.kept.received_at, self.zones.get(one.kept.person, "UTC"))

    def _severity(self, one: Finding) -> str:
        return self.words.say(f"severity.{one.kept.severity.label}")

    def _reasons(self, reasons: Sequence[str]) -> str:
        return ", ".join(self.words.say(f"reason.{Reason(reason)}") for reason in reasons) or "-"


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text on one line, with what rules found between brackets."""
    for start, end in reversed(spans):
        text = f"{text[:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:]}"
    return " ".join(text.split())
