"""A version of a list of others, told before it does anything: whom one knows first, how many, and what is odd."""

from collections.abc import Iterator
from typing import Final

from bot.alerts.wording import Wording
from bot.blocklists.guard import Finding, Trouble
from bot.model.reason import LABELS
from bot.subscribing.report import Known, Report

MEASURED: Final = frozenset({Trouble.SHRANK, Trouble.GREW, Trouble.SURGED})
"""What is told with its share of the version before."""
FEW: Final = 20
"""Faults and people that are told one by one."""


def known_line(words: Wording, one: Known) -> str:
    """Somebody in the list whom the person knows, or a server on which they know people."""
    how = f"list_said.known.{one.how}"
    if "@" in one.key or one.key.startswith("did:") or "://" in one.key:
        return words.say(f"{how}.one_account", who=one.key)
    return words.count(f"{how}.server", one.people, who=one.key)


def knows_line(words: Wording, report: Report) -> str:
    """How many entries are about somebody whom the person knows."""
    return words.count("list_said.knows", report.knows) if report.knows else words.say("list_said.knows_nobody")


def size_line(words: Wording, report: Report) -> str:
    """How long it is."""
    accounts = words.count("list_said.accounts", report.accounts)
    domains = words.count("list_said.domains", report.domains)
    return words.say("list_said.size", accounts=accounts, domains=domains)


def severity_lines(words: Wording, report: Report) -> Iterator[str]:
    """How many entries are how severe, the gravest first."""
    for label in reversed(LABELS):
        if count := report.severities.get(label, 0):
            name = words.say(f"list_said.severity.{label}")
            yield words.count("list_said.severe", count, severity=name)


def change_line(words: Wording, report: Report) -> str:
    """What is other than in the version that holds."""
    return words.say("list_said.changes", added=report.added, changed=report.changed, gone=report.gone)


def finding_line(words: Wording, one: Finding) -> str:
    """What a guard found, with its numbers where it has any."""
    said = words.say(f"list_finding.{one.trouble.value}")
    if one.trouble in MEASURED:
        against = "list_said.share_since" if one.since else "list_said.share"
        share = words.say(against, count=one.count, before=one.before, percent=one.percent, since=one.since)
        return f"{said} {share}"
    return said


def fault_lines(words: Wording, report: Report) -> Iterator[str]:
    """The lines that were not understood, and how many more there are."""
    for line, what in report.faults[:FEW]:
        known = f"list_fault.{what}"
        yield words.say(
            "list_said.fault", line=line, what=words.say(known if known in words.texts else "list_fault.other")
        )
    if report.faulty > len(report.faults[:FEW]):
        yield words.count("list_said.more", report.faulty - len(report.faults[:FEW]))


def told(words: Wording, report: Report) -> Iterator[str]:
    """All of it, a line each."""
    if report.undoes:
        yield words.say("list_said.undoes", version=report.undoes)
        return
    yield from (finding_line(words, one) for one in report.findings)
    yield knows_line(words, report)
    yield from (f"  - {known_line(words, one)}" for one in report.known[:FEW])
    yield size_line(words, report)
    yield from (f"  - {line}" for line in severity_lines(words, report))
    yield change_line(words, report)
    if report.excluded:
        yield words.count("list_said.excluded", report.excluded)
    if report.faulty:
        yield words.count("list_said.faulty", report.faulty)
        yield from (f"  - {line}" for line in fault_lines(words, report))
