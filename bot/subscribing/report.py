"""What is known of a version before it does anything: how many it names, whom of those one knows, what is doubtful."""

import msgspec

from bot.blocklists.guard import Finding
from bot.model.noun import Noun

SHOWN = 200
"""People one knows, and lines not understood, that are told one by one."""


class Known(Noun, frozen=True, kw_only=True):
    """Somebody whom the person knows, or on whose server they are."""

    key: str
    """`Entity.key`"""
    how: str
    """followed, trusted, follower, wrote"""
    people: int = 1
    """Of a server: how many they know there."""


class Report(Noun, frozen=True, kw_only=True):
    """What a version comes to."""

    accounts: int = 0
    domains: int = 0
    severities: dict[str, int] = msgspec.field(default_factory=dict)
    """How many entries are how severe, those that do nothing among them as `none`."""
    added: int = 0
    changed: int = 0
    gone: int = 0
    findings: tuple[Finding, ...] = ()
    """The guards that fired."""
    known: tuple[Known, ...] = ()
    knows: int = 0
    """How many of the entries are about somebody the person knows."""
    excluded: int = 0
    faults: tuple[tuple[int, str], ...] = ()
    faulty: int = 0
    sample: tuple[str, ...] = ()
    """The first entries that were added."""
    undoes: int = 0
    """The version that a person undid by this one; 0: it came from the list's source."""

    @property
    def entries(self) -> int:
        """How many stand in it."""
        return self.accounts + self.domains

    @property
    def differs(self) -> bool:
        """Whether it says anything else than what holds."""
        return bool(self.added or self.changed or self.gone)
