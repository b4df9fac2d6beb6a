"""All strings of a dossier with what must not be read covered in them, each alone and together with its neighbours."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.dossier.covering import MASK, adjoining, covered, over, over_both
from bot.dossier.finding import Finder, Sought
from bot.dossier.leaves import AUTHORED, Leaf, Way
from bot.dossier.naming import Called, Names
from bot.model.decision import Span

ROUNDS: Final = 16
"""How often all of it is looked at again: what is covered may bring together what stood apart."""
TEXTS: Final = frozenset({"Fact.text", "Turn.text"})
"""What one author wrote one after the other."""
ADDRESSED: Final = "://"
"""What stands in an address on the net; where it names a witness, all of it does."""


class Hiding:
    """Covers strings, and remembers what became of each."""

    def __init__(self, sought: Sought, names: Names) -> None:
        self._sought = sought
        self._names = names
        self._alone: dict[tuple[str, Way], str] = {}
        self._beside: dict[tuple[str, str], tuple[str, str]] = {}
        self._telling: dict[str, bool] = {}
        self._finders: dict[Way, Finder] = {
            Way.GIVEN: sought.given,
            Way.NAMED: sought.wide,
            Way.WRITTEN: sought.free,
        }

    def all_of(self, every: Sequence[Leaf]) -> list[str]:
        """What is left of each string, in order."""
        groups = list(_groups(every))
        said = [leaf.text for leaf in every]
        for _ in range(ROUNDS):
            before = list(said)
            for place, leaf in enumerate(every):
                said[place] = self._covered(leaf._replace(text=said[place]))
            for group in groups:
                self._together(every, said, group)
            if said == before:
                return said
        return [leaf.text if leaf.way is Way.OURS else MASK for leaf in every]

    def _covered(self, leaf: Leaf) -> str:
        if leaf.way is Way.OURS:
            return leaf.text
        key = (leaf.text, leaf.way)
        if key not in self._alone:
            renamed = self._renamed(leaf)
            if renamed != leaf.text:  # a name of ours may stand in the middle of a value
                valued = covered(leaf.text, self._sought.given if leaf.way is Way.GIVEN else self._sought.wide)
                renamed = self._renamed(leaf._replace(text=valued))
            made = covered(renamed, self._finders[leaf.way])
            self._alone[key] = made
            self._alone.setdefault((made, leaf.way), made)
        return self._alone[key]

    def _renamed(self, leaf: Leaf) -> str:
        """With names of ours for people who are not accused."""
        find: Callable[[str], Sequence[Called]] = self._names.broad if leaf.way is Way.WRITTEN else self._names.narrow
        text = leaf.text
        for _ in range(ROUNDS):
            called = find(text)
            if not called:
                return text
            text = called[0].alias if ADDRESSED in text and leaf.way is Way.NAMED else _with_aliases(text, called)
        return MASK

    def _together(self, every: Sequence[Leaf], said: list[str], group: Sequence[int]) -> None:
        """Cover what several strings of one author say only together."""
        now = [said[place] for place in group]
        for place, spans in zip(group, self._sought.split(now), strict=True):
            said[place] = over(said[place], spans)
        texts = [place for place in group if every[place].field in TEXTS]
        for places in (group, texts):
            for first, second in adjoining([said[place] for place in places]):
                one, other = places[first], places[second]
                before, behind = self._both(said[one], said[other])
                said[one] = before
                said[other] = behind

    def _both(self, before: str, behind: str) -> tuple[str, str]:
        if not (self._touches(before) or self._touches(behind)):
            return before, behind
        key = (before, behind)
        if key not in self._beside:
            self._beside[key] = over_both(before, behind, self._across)
        return self._beside[key]

    def _touches(self, text: str) -> bool:
        """Whether it may say something together with another."""
        if text not in self._telling:
            self._telling[text] = self._sought.touches(text) or self._names.touches(text)
        return self._telling[text]

    def _across(self, text: str) -> Sequence[Span]:
        return [*self._sought(text), *self._names(text)]


def _groups(every: Sequence[Leaf]) -> Iterator[list[int]]:
    """The places of what one author wrote, in the order in which it stands."""
    groups: dict[str, list[int]] = {}
    for place, leaf in enumerate(every):
        if leaf.author and leaf.field in AUTHORED:
            groups.setdefault(leaf.author, []).append(place)
    yield from groups.values()


def _with_aliases(text: str, called: Sequence[Called]) -> str:
    made, end = [], 0
    for (start, last), alias in sorted(called):
        if start >= end:
            made += [text[end:start], alias]
            end = last
    return "".join((*made, text[end:]))
