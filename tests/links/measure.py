"""How well pairs are told apart, ground by ground: `python -m tests.links.measure` writes README.md beside this file."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.alerts.wording import wording
from bot.model.account import Account
from bot.model.link import Ground, Said, Why
from bot.model.mention import Kind, Mention
from bot.signals.likeness.avatars import COMMON
from bot.signals.likeness.grounds import Crowd, Measure, compare
from bot.signals.likeness.portrait import Portrait, Post, portrait
from bot.signals.likeness.score import SUGGESTED, grounds, score
from tests.links import pairs

README: Final = Path(__file__).with_name("README.md")
WHY: Final = {"mute": Why.MUTED, "court_ban": Why.RESTRICTED}
CUTS: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
INTRODUCTION: Final = """# Who is who: what likeness finds, and what it wrongly finds

Made by `python -m tests.links.measure`; don't edit. {number} pairs of invented accounts (`pairs.py`), fixed and committed
before any weight was tuned; {hard} of them are people who only look alike. Half was tuned on, half kept aside. A link is
suggested from a score of {cut} on, and only ever suggested. The sentences are ours: people write more variously than
these do, so that the grounds of style and hours will do worse in the world, and the others as well as here.
"""


class Judged(NamedTuple):
    """One pair with what was made of it."""

    pair: dict[str, Any]
    score: float
    grounds: tuple[Said, ...]

    @property
    def suggested(self) -> bool:
        return self.score >= SUGGESTED

    def names(self, ground: Ground) -> bool:
        return any(said.ground is ground for said in self.grounds)


def judged(half: str) -> list[Judged]:
    """All pairs of a half."""
    return [_judge(pair) for pair in pairs.pairs() if pair["half"] == half]


def _judge(pair: dict[str, Any]) -> Judged:
    known, coming = (_portrait(pair[side], pair["texts_shared_by"]) for side in ("known", "new"))
    common = pair["avatar_shared_by"] + 2 >= COMMON
    crowd = Crowd(faces=frozenset((*known.faces, *coming.faces)) if common else ())
    measure = Measure(at=pairs.moment(pair["measure"]["at"]), why=WHY[pair["measure"]["kind"]])
    found = compare(known, measure, coming, crowd)
    return Judged(pair, score(found), grounds(found, measure))


def _portrait(side: dict[str, Any], copied: int) -> Portrait:
    shown = {key: value for key, value in side["account"].items() if value is not None}
    shown["created_at"] = pairs.moment(shown["created_at"])
    shown["also_known_as"] = tuple(shown.get("also_known_as", ()))
    author = Account(**shown)
    last = len(side["posts"]) - 1
    return portrait(
        [_post(author, post, number, copied if number == last else 0) for number, post in enumerate(side["posts"])]
    )


def _post(author: Account, post: dict[str, str], number: int, copied: int) -> Post:
    mention = Mention(
        person="camille",
        to="bluesky:did:plc:camille",
        uri=str(number),
        revision="1",
        kind=Kind.MENTION,
        author=author,
        text=post["text"],
        received_at=pairs.moment(post["at"]),
    )
    return Post(mention=mention, copied=copied)


def report() -> str:
    """The whole file."""
    every = list(pairs.pairs())
    hard = sum(pair["hard"] for pair in every)
    kept, tuned = judged("held-out"), judged("tuning")
    parts = [INTRODUCTION.format(number=len(every), hard=hard, cut=SUGGESTED)]
    parts += [
        "## At which score",
        *_cuts(kept, tuned),
        "",
        "## By ground, on the half that was kept aside",
        *_by_ground(kept),
    ]
    parts += ["", "## By kind of pair, on the half that was kept aside", *_by_kind(kept)]
    return "\n".join(parts) + "\n"


def _cuts(kept: Sequence[Judged], tuned: Sequence[Judged]) -> Iterator[str]:
    yield "\n| score from | precision, kept aside | recall, kept aside | precision, tuned on | recall, tuned on |"
    yield "| --- | --- | --- | --- | --- |"
    for cut in CUTS:
        yield f"| {cut} | {_rates(kept, cut)} | {_rates(tuned, cut)} |"


def _rates(some: Sequence[Judged], cut: float) -> str:
    found = [one.pair["same"] for one in some if one.score >= cut]
    same = sum(one.pair["same"] for one in some)
    return f"{sum(found)}/{len(found)} = {sum(found) / max(1, len(found)):.3f} | {sum(found)}/{same} = {sum(found) / same:.3f}"


def _by_ground(some: Sequence[Judged]) -> Iterator[str]:
    same = sum(one.pair["same"] for one in some)
    yield "\n*Named*: in how many pairs it is named, whatever the score. *Suggested*: in how many links that are suggested."
    yield "\n| ground | named | precision when named | recall | suggested | precision when suggested |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for ground in Ground:
        named = [one for one in some if one.names(ground)]
        told = [one for one in named if one.suggested]
        right, rightly = (sum(one.pair["same"] for one in each) for each in (named, told))
        said = wording("en").texts.get(f"link.ground.{ground}", ground.value)
        yield f"| {ground}: {said} | {len(named)} | {_share(right, len(named))} | {_share(right, same)} | {len(told)} | {_share(rightly, len(told))} |"


def _by_kind(some: Sequence[Judged]) -> Iterator[str]:
    yield "\n| kind | one person? | suggested | scores |"
    yield "| --- | --- | --- | --- |"
    for kind in dict.fromkeys(one.pair["kind"] for one in some):
        these = [one for one in some if one.pair["kind"] == kind]
        scores = " ".join(f"{one.score:.2f}" for one in sorted(these, key=lambda each: each.score))
        told = sum(one.suggested for one in these)
        yield f"| {kind} | {'yes' if these[0].pair['same'] else 'no'} | {told}/{len(these)} | {scores} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


if __name__ == "__main__":
    README.write_text(report(), "utf-8")
    sys.stdout.write(f"{README} is written\n")
