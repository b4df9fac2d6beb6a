"""One rule against one mention: whether it holds and because of what, or the first condition that does not."""

from collections.abc import Callable, Iterable, Iterator

from bot.model.decision import Because, Match, Miss, Mode, stricter
from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Truth, Verdict
from bot.rules.effect import Word
from bot.rules.policy import Rule
from bot.signals.reading import Reading

Weighed = tuple[BaseCondition, Verdict]
Weigher = Callable[[Rule, Mode, Facts, Reading], Match | Miss]


def weigh(rule: Rule, mode: Mode, facts: Facts, reading: Reading) -> Match | Miss:
    """A match, with the stricter of the person's mode and the rule's; or a miss.

    What certainly fails wins over what is unknown, so that the unknown is told only where it mattered.
    """
    needed: list[Weighed] = []
    for condition in rule.all:
        verdict = _asked(condition, rule, facts, reading)
        if verdict.truth is Truth.NO:
            return Miss(rule=rule.name, condition=condition.name, note=verdict.note)
        needed.append((condition, verdict))
    offered = [(condition, _asked(condition, rule, facts, reading)) for condition in rule.any]
    excluded = [(condition, _against(condition, rule, facts, reading)) for condition in rule.excluding]
    miss = _failed(rule, offered, excluded) or _doubtful(rule, needed, offered, excluded)
    if miss:
        return miss
    return Match(
        rule=rule.name,
        reason=rule.reason,
        severity=rule.severity,
        mode=stricter(mode, rule.mode),
        because=tuple(_because(needed + offered)),
        actions=rule.actions,
        alert=Word.ALERT in rule.then,
        review=Word.HOLD in rule.then,
        suggests=rule.suggests,
    )


def weigh_what_holds(rule: Rule, mode: Mode, facts: Facts, reading: Reading) -> Match | Miss:
    """The same for those who ask what holds, and not what was unknown: that shows before the text is looked at."""
    for condition in rule.all:
        if _asked(condition, rule, facts, reading).truth is not Truth.YES:
            return Miss(rule=rule.name, condition=condition.name)
    return weigh(rule, mode, facts, reading)


def explained(rule: Rule, mode: Mode, facts: Facts, reading: Reading) -> Match | Miss:
    """The same for people who ask why, whatever becomes of the rule."""
    if Mode.OFF in {rule.mode, mode}:
        return Miss(rule=rule.name, condition="mode", note="is off")
    try:
        return weigh(rule, mode, facts, reading)
    except Exception as error:  # noqa: BLE001 - whatever breaks one rule must not blind the others
        return Miss(rule=rule.name, condition="rule", note=f"broke: {type(error).__name__}", unknown=True)


def _asked(condition: BaseCondition, rule: Rule, facts: Facts, reading: Reading) -> Verdict:
    """Only for what asks for words it is found out what of the text the rule protects, which costs most."""
    return condition.judge(facts, reading.outside(rule.protecting) if condition.of_text else reading)


def _against(condition: BaseCondition, rule: Rule, facts: Facts, reading: Reading) -> Verdict:
    """What only keeps rules from holding is looked for here, where one would hold but for it."""
    return _asked(condition, rule, facts, reading.excepted if condition.of_text else reading)


def _failed(rule: Rule, offered: list[Weighed], excluded: list[Weighed]) -> Miss | None:
    if offered and all(verdict.truth is Truth.NO for _, verdict in offered):
        names = dict.fromkeys(condition.name for condition, _ in offered)
        return Miss(rule=rule.name, condition=" or ".join(names), note=offered[0][1].note)
    for condition, verdict in excluded:
        if verdict.truth is Truth.YES:
            return Miss(rule=rule.name, condition=f"none of {condition.name}", note=verdict.note)
    return None


def _doubtful(rule: Rule, needed: list[Weighed], offered: list[Weighed], excluded: list[Weighed]) -> Miss | None:
    settled = any(verdict.truth is Truth.YES for _, verdict in offered)
    for condition, verdict in (*needed, *(() if settled else offered), *excluded):
        if verdict.truth is Truth.UNKNOWN:
            return Miss(rule=rule.name, condition=condition.name, note=verdict.note, unknown=True)
    return None


def _because(weighed: Iterable[Weighed]) -> Iterator[Because]:
    return (condition.because(verdict) for condition, verdict in weighed if verdict.truth is Truth.YES)
