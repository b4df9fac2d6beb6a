"""The tables of what was measured, as Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from tests.quality.judged import Judged
from tests.quality.texts import RATE

HALF: Final = 0.5
"""The score's own threshold: it is a probability."""
COUNTER: Final = ("counter_quote_nh", "counter_ref_nh")
KIND: Final = ("ident_pos_nh", "ident_neutral_nh")
FUNCTIONS: Final = ("fr/mhc_fr", "en/hatecheck")
DISGUISED: Final = ("fr/obfuscated_dev", "en/obfuscated_dev")
SYSTEMS: Final = ("LDNOOBW", "merged lexicon", "alt-profanity-check", "model A")
AIMED: Final = ("set", "what", "n", "right: score at .5", "right: score at the rate")
PRIVATE: Final = ("kind", "language", "n", "found", "aim")
INTRODUCTION: Final = """# What the engine finds, and what it wrongly finds

Made by `scripts/measure-quality DATA_FOLDER`; don't edit. The engine is asked as `rempart judge` asks it: default
packs, mode act, each text from a stranger, no language given. *Score* is the engine's probability that a text abuses
whom it addresses. *At the rate* is the score's cut at which no more than {fr:.1%} of ordinary French posts and
{en:.1%} of ordinary English ones lie above it. *Muted* is what rules would do at once; what waits for a human is no
mute. No text stands here, only numbers and the ids of the data sets. The four baselines are the data folder's.
"""

Found = Mapping[str, Sequence[Judged]]
Results = Mapping[str, Mapping[str, Any]]


def written(
    found: Found, ours: Found, baselines: Results, pace: Sequence[str], private: Sequence[Sequence[str]]
) -> str:
    """All tables, and the sentences about them."""
    cuts = {language: cut(found[f"{language}/ordinary"], rate) for language, rate in RATE.items()}
    parts = [
        [INTRODUCTION.format(**RATE)],
        ["## Recall at the rate", "", *_recall(found, baselines, cuts)],
        ["## Ordinary posts", "", *_ordinary(found, cuts)],
        ["## Disguise, recall by kind", "", *_disguise(found, cuts)],
        ["## What must be left alone, and what must be found", "", *_aims(found, ours, cuts)],
        ["## HateCheck and MHC (French) by function", "", *_functions(found, baselines, cuts)],
        ["## Private data in invented disclosures", "", *table(PRIVATE, iter(private))],
        ["## Speed", "", *pace],
    ]
    return "\n\n".join("\n".join(lines).strip() for lines in parts) + "\n"


def speeds(paces: Mapping[str, float], asked: float, *, there: bool) -> list[str]:
    """How many lines `rempart judge` answers a second of one core, and how often it asks for a second opinion."""
    said = (
        f"{asked:.1%} of all sets in equal parts were sent to it" if there else "the extra `encoder` is not installed"
    )
    return [
        f"Second opinion: {said}.",
        "",
        *table(["texts", "lines a second"], ([k, f"{v:,.0f}"] for k, v in paces.items())),
    ]


def cut(ordinary: Sequence[Judged], rate: float) -> float:
    """The lowest score above which no more than `rate` of the ordinary posts lie."""
    return float(np.quantile([one.score for one in ordinary], 1 - rate, method="higher"))


def auc(judged: Sequence[Judged]) -> float:
    """How often an abusive text scores higher than another; ties count half."""
    place = np.unique([one.score for one in judged], return_inverse=True)[1]
    count = np.bincount(place)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    abusive = np.array([one.row.label for one in judged], bool)
    positive = int(abusive.sum())
    return float((rank[abusive].sum() - positive * (positive + 1) / 2) / (positive * (len(judged) - positive)))


def share(judged: Sequence[Judged], holds: Sequence[bool] | np.ndarray) -> float:
    """The mean of what holds."""
    return float(np.mean(holds)) if len(judged) else float("nan")


def table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def above(judged: Sequence[Judged], limit: float) -> float:
    """The share of scores above a limit."""
    return share(judged, [one.score > limit for one in judged])


def _recall(found: Found, baselines: Results, cuts: Mapping[str, float]) -> list[str]:
    def rows() -> Iterator[list[str]]:
        for name, judged in found.items():
            language = name.partition("/")[0]
            if name.endswith("/ordinary"):
                continue
            abusive = [one for one in judged if one.row.label]
            best = max(baselines[system][name]["recall at rate"] for system in SYSTEMS)
            ours = above(abusive, cuts[language])
            ranked = f"{auc(judged):.3f}" if len(abusive) < len(judged) else "–"
            olds = [f"{baselines[system][name]['recall at rate']:.3f}" for system in SYSTEMS]
            muted = share(abusive, [one.muted for one in abusive])
            yield [name, f"**{ours:.3f}**", f"{ours - best:+.3f}", ranked, f"{muted:.3f}", *olds]

    return table(["set", "score", "beside the best baseline", "AUC", "muted by rules", *SYSTEMS], rows())


def _ordinary(found: Found, cuts: Mapping[str, float]) -> list[str]:
    def rows() -> Iterator[list[str]]:
        for language, rate in RATE.items():
            judged = found[f"{language}/ordinary"]
            muted = [one for one in judged if one.muted]
            held = share(judged, [one.held and not one.muted for one in judged])
            said = share(judged, [bool(one.rules) for one in judged])
            ids = ", ".join(f"`{one.row.id}`" for one in muted) or "none"
            yield [
                language,
                f"{cuts[language]:.3f} ({rate:.1%})",
                f"{above(judged, HALF):.2%}",
                f"{said:.2%}",
                f"{held:.2%}",
                f"{share(judged, [one.muted for one in judged]):.2%}",
                ids,
            ]

    head = ["language", "cut at the rate", "score above .5", "any rule", "held only", "muted (aim < 0.1 %)", "which"]
    return table(head, rows())


def _disguise(found: Found, cuts: Mapping[str, float]) -> list[str]:
    def rows() -> Iterator[list[str]]:
        for name in DISGUISED:
            limit = cuts[name[:2]]
            by_kind: dict[str, dict[str, Judged]] = {}
            for one in found[name]:
                text, _, kind = one.row.id.rpartition("/")
                by_kind.setdefault(kind, {})[text] = one
            plain = {text for text, one in by_kind["orig"].items() if one.score > limit}
            for kind, texts in by_kind.items():
                caught = [one for text, one in texts.items() if text in plain]
                yield [
                    name[:2],
                    kind,
                    f"{above(list(texts.values()), limit):.3f}",
                    f"{above(caught, limit):.3f}",
                    f"{share(caught, [bool(one.rules) for one in caught]):.3f}",
                ]

    return table(
        ["language", "kind", "of all", "where the plain form is caught (aim ≥ .90)", "some rule there"], rows()
    )


def _aims(found: Found, ours: Found, cuts: Mapping[str, float]) -> list[str]:
    def rows() -> Iterator[list[str]]:
        for name in FUNCTIONS:
            for said, cats in (
                ("counter-speech (aim ≥ .90)", COUNTER),
                ("identity mentioned kindly (aim ≥ .95)", KIND),
            ):
                judged = [one for one in found[name] if one.row.cat in cats]
                yield [name, said, *_left_alone(judged, cuts[name[:2]])]
        for name, every in ours.items():
            kept = [one for one in every if not one.row.label]
            if kept:
                yield [f"own sentences: {name}", "left alone", *_left_alone(kept, HALF)]
            abusive = [one for one in every if one.row.label]
            if abusive:
                yield [f"own sentences: {name}", "found", *_found(abusive)]

    return table([*AIMED, "muted", "some rule"], rows())


def _left_alone(judged: Sequence[Judged], limit: float) -> list[str]:
    muted = [one for one in judged if one.muted]
    which = f" ({', '.join(f'`{one.row.id}`' for one in muted[:12])})" if muted else ""
    right = [f"{1 - above(judged, level):.3f}" for level in (HALF, limit)]
    return [str(len(judged)), *right, f"{len(muted)}{which}", _ruled(judged)]


def _found(judged: Sequence[Judged]) -> list[str]:
    said = f"{above(judged, HALF):.3f}"
    return [str(len(judged)), said, said, f"{share(judged, [one.muted for one in judged]):.1%}", _ruled(judged)]


def _ruled(judged: Sequence[Judged]) -> str:
    """Of how many a rule holds, be it that a human should look."""
    return str(sum(bool(one.rules) for one in judged))


def _functions(found: Found, baselines: Results, cuts: Mapping[str, float]) -> list[str]:
    def rows() -> Iterator[list[str]]:
        for name in FUNCTIONS:
            for cat in sorted({one.row.cat for one in found[name]}):
                judged = [one for one in found[name] if one.row.cat == cat]
                right = [
                    share(judged, [(one.score > limit) == bool(one.row.label) for one in judged])
                    for limit in (HALF, cuts[name[:2]])
                ]
                olds = [f"{baselines[system][name]['acc by cat'][cat]:.2f}" for system in SYSTEMS]
                muted = share(judged, [one.muted for one in judged])
                yield [name, cat, str(len(judged)), *(f"{one:.3f}" for one in right), f"{muted:.3f}", *olds]

    return table(["set", "function", "n", "right at .5", "right at the rate", "muted", *SYSTEMS], rows())
