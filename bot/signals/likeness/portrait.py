"""A portrait: all that is known of one account, as far as it tells who has it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from bot.model.account import Account
from bot.model.mention import Mention
from bot.model.noun import Noun
from bot.signals.likeness import said
from bot.signals.likeness.avatars import face
from bot.signals.likeness.hours import DAY
from bot.signals.likeness.names import plain_name, skeleton
from bot.signals.likeness.said import Runs
from bot.signals.likeness.style import LEAST, Style, habits_of, runs_of

ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+|(?<![\w@])@[\w.-]+(?:@[\w.-]+)?|did:[a-z]+:[\w.:%-]+")
"""A link, a handle or a DID that a biography names."""
LOOKS: Final = ("face", "handle", "called")
COPIED: Final = 3
"""Where so many others wrote the same, a text is a crowd's, and nobody's own."""
WORDS: Final = 3
"""Words below which a text shows no way of writing, least of all that of somebody else."""
LONGEST: Final = 5000
"""Characters of a text that are looked at: few servers allow more, and a megabyte took two seconds."""

T = TypeVar("T")


class Portrait(Noun, frozen=True, kw_only=True):
    """What one account shows and wrote. It is content: it stands sealed, and goes with what it was made of."""

    account: str
    """`Account.key`."""
    platform: str
    names: tuple[str, ...] = ()
    """What a declaration may call it: its key, its id, its handles in lower case."""
    handles: tuple[str, ...] = ()
    """Skeletons; what was met first comes first, here as below."""
    called: tuple[str, ...] = ()
    """Display names, folded."""
    bios: tuple[Runs, ...] = ()
    faces: tuple[int, ...] = ()
    declares: tuple[str, ...] = ()
    """Whom it says to be, or to have moved to: ids, handles, links, in lower case."""
    created_at: datetime | None = None
    first_at: datetime
    texts: tuple[Runs, ...] = ()
    style: Style = ()
    """Empty for texts so few that nothing is said of it, as `runs` are."""
    runs: tuple[int, ...] = ()
    written: int = 0
    """Texts of which the style was taken."""
    hours: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    """Others whom it addressed, and threads in which it wrote."""


class Post(Noun, frozen=True, kw_only=True):
    """One mention, as far as a portrait asks."""

    mention: Mention
    copied: int = 0
    """How many others wrote the same."""


def portrait(posts: Sequence[Post]) -> Portrait:
    """Of an account by its posts to one person, in whatever order; at least one."""
    ordered = sorted(posts, key=lambda post: (post.mention.received_at, post.mention.uri))
    mentions = [post.mention for post in ordered]
    authors = [mention.author for mention in mentions]
    texts = [text for mention in mentions if len((text := mention.text[:LONGEST]).split(None, WORDS)) >= WORDS]
    own = (post.mention.text[:LONGEST] for post in ordered if post.copied < COPIED)
    return Portrait(
        account=authors[0].key,
        platform=authors[0].platform,
        names=_each(name for one in authors for name in (one.key, one.id, one.handle.lstrip("@").lower())),
        handles=_each(skeleton(one.handle) for one in authors),
        called=_each(plain_name(one.display_name) for one in authors),
        bios=_each(said.runs(bio[:LONGEST]) for bio in dict.fromkeys(one.bio for one in authors)),
        faces=_each(found for one in authors if (found := face(one.avatar)) is not None),
        declares=_each(name for named in dict.fromkeys(map(_named, authors)) for name in _declared(*named)),
        created_at=min((one.created_at for one in authors if one.created_at), default=None),
        first_at=mentions[0].received_at,
        texts=_each(said.runs(text) for text in own),
        style=habits_of(texts) if len(texts) >= LEAST else (),
        runs=runs_of(texts) if len(texts) >= LEAST else (),
        written=len(texts),
        hours=_hours(mentions),
        targets=_each(name for one in mentions for name in (*one.others, _thread(one))),
    )


def _thread(mention: Mention) -> str:
    """The thread, where another began it: under a post of the person's own everybody writes."""
    _, _, own = mention.to.partition(":")
    root = mention.root or ""
    return "" if root.startswith(f"at://{own}/") else root


def looks(author: Account) -> tuple[str, ...]:
    """What a profile shows that many may show: its picture, its handle's skeleton, its name."""
    picture = face(author.avatar)
    shown = (("" if picture is None else f"{picture:016x}"), skeleton(author.handle), plain_name(author.display_name))
    return tuple(f"{kind} {one}" for kind, one in zip(LOOKS, shown, strict=True) if one)


def renamed(known: Portrait, handle: str) -> Portrait:
    """The same account, under another handle too."""
    return msgspec.structs.replace(
        known,
        names=_each((*known.names, handle.lstrip("@").lower())),
        handles=_each((*known.handles, skeleton(handle))),
    )


def _each(values: Iterable[T]) -> tuple[T, ...]:
    """Each once, empty ones left out."""
    return tuple(dict.fromkeys(value for value in values if value or value == 0))


def _named(account: Account) -> tuple[tuple[str, ...], str]:
    """Where a profile says that names of its own are: mostly the same with each post."""
    return (account.moved_to or "", *account.also_known_as), account.bio


def _declared(named: tuple[str, ...], bio: str) -> tuple[str, ...]:
    """Whom the profile names as its own: where it moved, what else it is known as, and handles and links in the bio."""
    return tuple(name.strip(".,;:!?/ ").removeprefix("@").lower() for name in (*named, *ADDRESS.findall(bio)) if name)


def _hours(mentions: Sequence[Mention]) -> tuple[int, ...]:
    counts = [0] * DAY
    for mention in mentions:
        counts[mention.received_at.hour] += 1
    return tuple(counts)
