"""Pictures, films and sounds of a fact: their bytes where they are in custody, and how they may be shown."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.dossier.custody import MEDIUM, Custody, Taken
from bot.dossier.draft import Draft
from bot.dossier.fact import Attached, Piece, Showing
from bot.model.mention import Media, Mention


class Attachments:
    """Those of one fact."""

    def __init__(self, custody: Custody, draft: Draft, stem: str, at: datetime) -> None:
        self.pieces: list[Piece] = []
        """What was laid down of them."""
        self._custody = custody
        self._draft = draft
        self._stem = stem
        self._at = at
        self._types: dict[str, str] = {}

    def of(self, versions: Sequence[Mention], captured: Sequence[Taken]) -> tuple[Attached, ...]:
        """What was attached to any version; what was taken beside it (a smaller copy) is laid down too."""
        taken = {each.captured.url: each.captured.medium for each in captured if each.captured.what == MEDIUM}
        attached = {one.digest or one.url or str(k): one for each in versions for k, one in enumerate(each.media)}
        digests = [one.digest or taken.get(one.url, "") for one in attached.values()]
        self._lay(dict.fromkeys((*filter(None, digests), *taken.values())))
        return tuple(self._told(digests, list(attached.values())))

    def _told(self, digests: Sequence[str], media: Sequence[Media]) -> Iterator[Attached]:
        laid = {piece.digest: piece for piece in self.pieces}
        for one, digest in zip(media, digests, strict=True):
            piece = laid.get(digest)
            yield Attached(
                kind=one.kind,
                alt=one.alt,
                file=piece.file if piece else "",
                type=self._types.get(digest, ""),
                size=piece.size if piece else 0,
                digest=digest,
                showing=self._draft.shown.get(digest, Showing.LEFT_OUT),
            )

    def _lay(self, digests: dict[str, None]) -> None:
        held = self._custody.media(digests)
        self._types = {digest: one.type for digest, one in held.items()}
        contents = dict(self._custody.open([held[each].exhibit for each in digests if each in held]))
        for digest in digests:
            raw = contents.get(held[digest].exhibit) if digest in held else None
            if raw is not None:
                stem = f"{self._stem}-m{len(self.pieces) + 1}"
                self.pieces.append(self._custody.lay(stem, MEDIUM, raw, held[digest].exhibit, self._at))
