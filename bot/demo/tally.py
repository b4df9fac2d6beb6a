"""What the demo remembers of one scenario, to sum it up at the end."""

from dataclasses import dataclass, field
from typing import Any

from bot.model.reason import Severity
from bot.recording.judged import Judged


@dataclass
class Author:
    """One account that rules noticed at least once."""

    number: int
    reasons: dict[str, None] = field(default_factory=dict)
    done: dict[tuple[str, str], None] = field(default_factory=dict)
    """(kind, status) of what was ordered, each once."""
    spared: bool = False
    noticed: int = 0
    kept: int = 0


@dataclass
class Tally:
    """One scenario."""

    name: str
    authors: dict[str, Author] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)

    def author(self, key: str) -> Author:
        """The account under its number; numbers go in the order of appearance, names are never shown."""
        return self.authors.setdefault(key, Author(number=len(self.authors) + 1))

    def add(self, one: Judged, decision: dict[str, Any]) -> Author:
        """Count one decision; `decision` is what the result says of it."""
        author = self.author(one.facts.mention.author.key)
        author.kept += 1
        author.noticed += one.decision.severity > Severity.NONE
        author.spared = author.spared or bool(one.decision.spared)
        author.reasons |= dict.fromkeys(decision["reasons"])
        author.done |= {(action["kind"], action["status"]): None for action in decision["actions"]}
        return author
