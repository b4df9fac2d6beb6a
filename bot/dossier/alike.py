"""What the accused wrote, covered so that it tells them nothing: they have their own words beside them, all of them.

So they have what the person answered, and letters that were copied; one rule covers all of this. All that they learn is
what is covered differently: of ten addresses that one of them tried, a mask over one says which is right; a name of
ours in their words says who is a witness. So nothing here is covered because it is true. Their words are by how they
look, whatever is in the vault and whoever is hidden, in steps: what looks private or names an account; each word that
is not of every day; all of them. The first step behind which no secret is left is taken for whatever any of them wrote:
they learn how far it went, and so perhaps that what is right looks like nothing, and not which word it is. Their
handles and their addresses on the net stay, or go, all of one kind together.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Final

from bot.dossier.addressing import among
from bot.dossier.addressing import handles as found
from bot.dossier.covering import MASK, covered
from bot.dossier.everyday import others
from bot.dossier.finding import Sought
from bot.dossier.leaves import Leaf, Way
from bot.model.decision import Span

WORDS: Final = "words"
NAMES: Final = "names"
HANDLES: Final = "handles"
KINDS: Final = {
    "Fact.name": NAMES,
    "Party.names": NAMES,
    "Fact.handle": HANDLES,
    "Beside.handle": HANDLES,
    "Party.handles": HANDLES,
    "Fact.url": "url",
    "Fact.uri": "uri",
    "Beside.uri": "uri",
    "Piece.url": "piece",
    "Fact.lang": "language",
}
"""What goes as far as others of its kind, and not as their words do."""
SAID: Final = frozenset((WORDS, NAMES))


class Alike:
    """How words are covered that the accused know."""

    def __init__(
        self,
        accused: Collection[str],
        own: Collection[str],
        letters: Collection[int],
        handles: Collection[str],
        sought: Sought,
    ) -> None:
        """Take the accused and the person by `Party.key`, which facts are letters, and whose handles may stand there,
        as they are compared (`bystanders.ours`).
        """
        self._accused = accused
        self._own = own
        self._letters = letters
        self._handles = handles
        self._sought = sought

    def all_of(self, every: Sequence[Leaf], hide: Callable[[Sequence[Leaf]], Sequence[str]]) -> tuple[list[str], int]:
        """What is left of each string, in order; `hide` covers what is secret, in what anybody wrote.

        And how many steps further than the first it went with their words and names.
        """
        kinds = [self._kind(leaf) for leaf in every]
        steps: Counter[str] = Counter()
        while True:
            given = [self._coarse(leaf, kind, steps[kind]) for leaf, kind in zip(every, kinds, strict=True)]
            said = hide(given)
            both = list(zip(kinds, given, said, strict=True))
            told = {kind for kind, leaf, text in both if kind and text != leaf.text != MASK}
            if not told:
                return [leaf.text if kind else text for kind, leaf, text in both], steps[WORDS] + steps[NAMES]
            steps.update(told)

    def covered(self, every: Sequence[Leaf], said: Sequence[str]) -> set[int]:
        """The numbers of the facts in which words of theirs are covered."""
        both = zip(every, said, strict=True)
        return {leaf.fact for leaf, text in both if self._kind(leaf) in SAID and text != leaf.text}

    def _kind(self, leaf: Leaf) -> str:
        """With what it is covered alike; empty where it is not theirs."""
        if leaf.author in self._accused:
            return KINDS.get(leaf.field, WORDS if leaf.way is Way.WRITTEN else "")
        answer = leaf.field == "Beside.text" and leaf.author in self._own
        return WORDS if answer or (leaf.field == "Fact.text" and leaf.fact in self._letters) else ""

    def _coarse(self, leaf: Leaf, kind: str, step: int) -> Leaf:
        if not kind or (kind not in SAID and not step):
            return leaf
        if kind not in SAID or step > 1:
            return leaf._replace(text=MASK)
        return leaf._replace(text=covered(leaf.text, self._other if step else self._looks))

    def _looks(self, text: str) -> Sequence[Span]:
        """What looks private, and accounts that are neither theirs nor the person's."""
        named = [one.span for one in found(text) if not among(one.key, self._handles)]
        return [*self._sought.looks(text), *named]

    def _other(self, text: str) -> Sequence[Span]:
        return [*self._looks(text), *others(text)]
