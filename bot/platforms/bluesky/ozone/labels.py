"""Labels as they stand: what the labeler says of a subject, what the AppView shows, and how many more it may give."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Final

from bot.errors import Gone, Refused, TryLater
from bot.model.measure import VALUES
from bot.model.noun import Noun
from bot.platforms.bluesky.allowance import Allowance, Limits
from bot.platforms.bluesky.clock import Clock
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.people import moment
from bot.platforms.bluesky.repository import parsed
from bot.platforms.port import Captured, Safe

AT_ONCE: Final[Limits] = ((1, VALUES),)
LONG: Final[Limits] = ((3_600, 10_000), (86_400, 100_000))
"""Bluesky takes so many labels of one labeler in a second, an hour and a day. Ozone itself does not count them."""
MOST: Final = 250
"""Labels of one subject that are read; `queryLabels` gives no more at once."""
LISTED: Final = "com.atproto.label.queryLabels"


class Label(Noun, frozen=True, kw_only=True):
    """One label, or that it was taken back."""

    src: str = ""
    uri: str = ""
    val: str = ""
    neg: bool = False
    exp: str = ""

    def stands(self, now: datetime) -> bool:
        """Whether it was neither taken back nor has run out."""
        end = moment(self.exp)
        return not self.neg and (end is None or end > now)


class _Labels(Noun, frozen=True, kw_only=True):
    labels: tuple[Label, ...] = ()


class _Shown(Noun, frozen=True, kw_only=True):
    posts: tuple[_Labels, ...] | None = None
    labels: tuple[Label, ...] = ()


class Labels:
    """The labels of one labeler."""

    def __init__(self, labeler: Labeler, safe: Safe, clock: Clock) -> None:
        self._labeler = labeler
        self._clock = clock
        name = f"ozone/{labeler.did}/labels"
        self._at_once = Allowance(safe, f"{name}/now", AT_ONCE, 1, clock)
        self._long = Allowance(safe, name, LONG, 300, clock)

    def spend(self, count: int) -> None:
        """Count labels that are given or taken back, or raise TryLater with the seconds until there is room; Refused
        where there never is.
        """
        if count > VALUES:
            raise Refused(f"A labeler gives {VALUES} labels at once at most.")
        self._at_once.spend(count)
        self._long.spend(count)

    async def standing(self, uri: str) -> frozenset[str]:
        """The values that stand on a subject: an account's DID, or the URI of a post."""
        now = self._clock()
        return frozenset(one.val for one in self._of(await self._listed(uri), uri) if one.stands(now))

    async def seen(self, uri: str, values: Collection[str]) -> AsyncIterator[Captured]:
        """What labeler and AppView show of labels that were given. Raises TryLater where they are not there yet.

        What somebody took back meanwhile, or has run out, is shown as such, and looked for no further.
        """
        raw, now = await self._listed(uri), self._clock()
        listed = [one for one in self._of(raw, uri) if one.val in values]
        if {one.val for one in listed} != set(values):
            raise TryLater("The labeler does not list the label yet.")
        yield Captured(what="label", url=f"{LISTED}?uriPatterns={uri}", raw=raw, at=now)
        if not all(one.stands(now) for one in listed):
            return
        view = await self._view(uri)
        if view is None:
            return
        if not set(values) <= {one.val for one in self._of(view, uri)}:
            raise TryLater("The AppView does not show the label yet.")
        yield Captured(what="label", url=uri, raw=view, at=self._clock())

    async def _listed(self, uri: str) -> bytes:
        asked = {"uriPatterns": [uri], "sources": [self._labeler.did], "limit": MOST}
        return await self._labeler.ask(LISTED, asked)

    async def _view(self, uri: str) -> bytes | None:
        """As the AppView shows the subject; None where it does not."""
        if uri.startswith("at://"):
            raw = await self._labeler.shown("app.bsky.feed.getPosts", {"uris": [uri]})
            return raw if parsed(raw, _Shown).posts else None
        try:
            return await self._labeler.shown("app.bsky.actor.getProfile", {"actor": uri})
        except Gone:
            return None

    def _of(self, raw: bytes, uri: str) -> list[Label]:
        """The labeler's own labels on this subject, in an answer of whatever kind."""
        found = parsed(raw, _Shown)
        every = (*found.labels, *(one for post in found.posts or () for one in post.labels))
        return [one for one in every if one.src == self._labeler.did and one.uri == uri]
