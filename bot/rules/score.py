"""The score: how probable it is that a text abuses whom it addresses, from all that is measured of its words.

It blends the classifier, the lexicon, the words of rules and the contexts about them, with weights fitted together on
texts that the classifier was not trained on. In doubt a second opinion is asked, where there is one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.model.noun import Noun
from bot.model.reason import Severity
from bot.rules.index import Index
from bot.rules.policy import Rule
from bot.signals.context import KINDS, sift
from bot.signals.lexicon import Category, Entry
from bot.signals.reading import Opinion, Reading, look_for_exceptions

Values = NDArray[np.float64]
PROTECTING: Final = frozenset({"quotation", "testimony", "counter_speech", "negation", "fiction", "idiom"})
"""Contexts in which words of the lexicon say little."""
EXCUSING: Final = frozenset(KINDS) - {"second_person"}
"""All in which a word that hurts is not said to the person, or not to hurt."""
HATEFUL: Final = frozenset({Category.RACIST, Category.ANTISEMITIC, Category.LGBTPHOBIC, Category.DEHUMANISING})
VIOLENT: Final = frozenset({Category.THREAT, Category.SELF_HARM_INCITEMENT, Category.SEXUAL})
SEVERITIES: Final = (Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.URGENT)
NOTHING: Final[Mapping[str, float]] = {}
FEATURES: Final = (
    "classifier",
    "weak word",
    "middling word",
    "strong word",
    "hateful word",
    "violent word",
    "several words",
    "words protected by their context",
    *(f"rule of severity {severity.label}" for severity in SEVERITIES),
)
"""What is blended, in this order."""
AT_LEAST: Final = {Severity.LOW: -0.85, Severity.MEDIUM: 0.4, Severity.HIGH: 1.4, Severity.URGENT: 2.2}
"""Log-odds of a text of which a rule of that severity holds: .30, .60, .80, .90. Set by hand: each rule is held to its
own sentences and contexts, and the corpora that the blend is fitted on hardly hold threats said to a person."""
SURE: Final = 12.0
"""Log-odds beyond which the classifier is not believed more."""
LIKELY: Final = 1.4
UNLIKELY: Final = -2.2
"""Log-odds by the classifier alone: .80, at which a text without any word known is doubtful, and .10, at which one with
a word that is hardly said but to hurt is, though no rule holds."""
UNMISTAKEN: Final = 2
"""Strength up to which a word is said for fun, too."""
WORDS: Final = slice(FEATURES.index("middling word"), FEATURES.index("strong word") + 1)
"""Where these are found the second opinion has nothing to say: how a word is disguised, it does not see."""
PROTECTED: Final = FEATURES.index("words protected by their context")
RULES: Final = slice(PROTECTED + 1, None)
FAINT: Final = -3.2
"""Log-odds below which no text is suspected by its words: half of all ordinary posts lie there."""
FURTHER: Final = 2
"""Rules of one severity beyond these add nothing."""
NOTHING_SAID: Final = (0.0,) * (len(FEATURES) - 1)
"""All but the first, of most texts."""
Spoken = tuple[Rule, bool]
"""A rule that has what it asks of a text, and whether it has it outside of what the rule protects."""


class Teller(Protocol):
    """What tells for each text the log-odds that it is abuse."""

    def logits(self, texts: Sequence[str]) -> Values:
        """One for each text, in their order."""


class Seer(Protocol):
    """What is asked in doubt: it sees what texts mean."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, as written."""

    def logits(self, vectors: NDArray[np.float32]) -> Values:
        """The log-odds that each is abuse."""


class Suspicious(Protocol):
    """What tells harm that no word says."""

    def suspects(self, folded: str) -> bool:
        """Whether a folded text is worth a second opinion."""

    def hints(self, vectors: NDArray[np.float32]) -> Sequence[Mapping[str, float]]:
        """How probable each kind of harm is, for each row."""


class Silent:
    """Stands where nothing was trained: every text is as likely as not."""

    def logits(self, texts: Sequence[str]) -> Values:
        """Zeros."""
        return np.zeros(len(texts))


class Second(Noun, frozen=True, kw_only=True):
    """Who is asked in doubt, where doubt lies, and how the two are weighed."""

    teller: Seer
    veiled: Suspicious
    doubt: tuple[float, float]
    """Log-odds between which it is asked."""
    first: float
    second: float
    bias: float


class Model(Noun, frozen=True, kw_only=True):
    """What was fitted: a weight for each of FEATURES, and the log-odds of a text without any."""

    classifier: Teller
    weights: tuple[float, ...]
    bias: float
    second: Second | None = None


UNTRAINED: Final = Model(
    classifier=Silent(),
    weights=(0.0, 0.0, 0.5, 1.5, 0.5, 0.5, 0.0, 1.5, 3.3, 4.6, 5.5, 6.2),
    bias=-3.5,
)
"""Set by hand, for engines that were given no trained model: rules and lexicon alone."""


class Gauge:
    """Measures texts by a model and by rules, whoever the rules belong to: those for which words are enough."""

    def __init__(self, rules: Sequence[Rule], model: Model = UNTRAINED) -> None:
        """Take the rules; those that ask for anything but words measure nothing: their words alone say too little."""
        self._index = Index([rule for rule in rules if all(one.of_text for one in (*rule.all, *rule.any))])
        self._model = model

    def opinion(self, reading: Reading) -> Opinion:
        """Its score, and what it hints at."""
        return self.opinions([reading])[0]

    def opinions(self, readings: Sequence[Reading]) -> list[Opinion]:
        """One for each reading; together they cost less."""
        if not readings:
            return []
        model = self._model
        self.measure(readings)
        measured = np.array([reading.measured for reading in readings])
        told = measured @ np.array(model.weights) + model.bias
        hints = _doubted(told, readings, measured, model.second) if model.second else {}
        for column, severity in enumerate(SEVERITIES, len(FEATURES) - len(SEVERITIES)):
            held = measured[:, column] > 0
            told[held] = np.maximum(told[held], AT_LEAST[severity])
        scores = (1 / (1 + np.exp(-told))).tolist()
        return [Opinion(round(score, 4), hints.get(place, NOTHING)) for place, score in enumerate(scores)]

    def disputed(self, reading: Reading) -> bool:
        """Whether the words found and the classifier say the opposite: a human should look."""
        self.measure([reading])
        row = reading.measured
        alone = row[0] * self._model.weights[0] + self._model.bias
        if any(row[RULES]):
            return False
        if any(row[WORDS]):
            return alone < UNLIKELY and _unmistaken(reading) and _unmistaken(reading.outside(EXCUSING))
        return alone > LIKELY and not row[PROTECTED]

    def leans(self, reading: Reading) -> bool:
        """Whether a text that was measured is rather abuse than not, without a second opinion."""
        told = sum(each * weight for each, weight in zip(reading.measured, self._model.weights, strict=True))
        return told + self._model.bias > 0

    def measure(self, readings: Sequence[Reading]) -> None:
        """Note on each reading its FEATURES, where they are not yet; together that costs less."""
        fresh = [reading for reading in readings if not reading.measured]
        if not fresh:
            return
        told = self._model.classifier.logits([reading.readings[0].text for reading in fresh]).clip(-SURE, SURE)
        found = [reading for reading in fresh if not reading.empty]
        rows = self._rows(found)
        for reading, one in zip(fresh, told.tolist(), strict=True):
            reading.measured = (one, *(NOTHING_SAID if reading.empty else next(rows)))

    def _rows(self, readings: Sequence[Reading]) -> Iterator[tuple[float, ...]]:
        """The FEATURES of each but the first, one step after the other for all texts."""
        sift([reading.contexts for reading in readings])
        spoken = [list(self._index.spoken(reading)) for reading in readings]
        look_for_exceptions(
            [reading for reading, said in zip(readings, spoken, strict=True) if any(map(_may_be_excepted, said))]
        )
        return map(_row, readings, spoken)


def _may_be_excepted(spoken: Spoken) -> bool:
    """Whether its words count unless the text has what keeps the rule from holding."""
    rule, says = spoken
    return says and rule.excludes_words


def _row(reading: Reading, spoken: Sequence[Spoken]) -> tuple[float, ...]:
    held = [rule.severity for rule, says in spoken if says and not _excepted(rule, reading)]
    entries = tuple(reading.outside(PROTECTING).lexicon) if reading.lexicon else ()
    protected = len(entries) < len(reading.lexicon) or (bool(spoken) and not held)
    counts = [min(held.count(severity), FURTHER) for severity in SEVERITIES]
    return (*_said(entries), float(protected), *map(float, counts))


def _doubted(
    told: Values, readings: Sequence[Reading], measured: Values, second: Second
) -> Mapping[int, Mapping[str, float]]:
    """Weigh the second opinion in where the first is in doubt and no word says it, in place.

    What each text hints at in which no rule finds words, by place: of those, and others suspected by single words.
    """
    low, high = second.doubt
    doubtful = (told > low) & (told < high) & (measured[:, WORDS].max(axis=1) == 0)
    unfound = measured[:, RULES].max(axis=1) == 0
    faint = np.flatnonzero(unfound & ~doubtful & (told > FAINT)).tolist()
    asked = doubtful.copy()
    asked[[place for place in faint if second.veiled.suspects(readings[place].readings[0].text)]] = True
    places = np.flatnonzero(asked)
    if not places.size:
        return {}
    vectors = second.teller.vectors([readings[place].text for place in places.tolist()])
    weighed = doubtful[places]
    if weighed.any():
        other = second.teller.logits(vectors[weighed])
        told[doubtful] = second.first * told[doubtful] + second.second * other + second.bias
    hinted = zip(places.tolist(), second.veiled.hints(vectors), strict=True)
    return {place: hints for place, hints in hinted if unfound[place]}


def _excepted(rule: Rule, reading: Reading) -> bool:
    """Whether the text has what keeps the rule from holding: then its words weigh nothing."""
    return any(one.of_text and one.said(reading.excepted) for one in rule.excluding)


def _unmistaken(reading: Reading) -> bool:
    return any(entry.strength > UNMISTAKEN for entry in reading.lexicon)


def _said(entries: Sequence[Entry]) -> Iterator[float]:
    strengths = {entry.strength for entry in entries}
    weighty = {entry.category for entry in entries if entry.strength > 1}
    yield from (float(strength in strengths) for strength in (1, 2, 3))
    yield float(bool(weighty & HATEFUL))
    yield float(bool(weighty & VIOLENT))
    yield float(len(entries) > 1)
