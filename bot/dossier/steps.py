"""The steps of both renderings, composed: the only place that says which module does what on the way of an export."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.dossier import bagging, chronology, lawful, pictures
from bot.dossier.content import Contents
from bot.dossier.draft import Draft
from bot.dossier.finding import Finder
from bot.dossier.making import Steps
from bot.dossier.redacting import redacted as masked
from bot.dossier.rendering import Rendering
from bot.dossier.scanning import Found, scan
from bot.dossier.sealing import Passphrase, Recipients, seal
from bot.dossier.trailed import Progress
from bot.dossier.typesetting.typeset import typeset
from bot.errors import Refused
from bot.model.decision import Span
from bot.signals.leaks.secret import Vault
from bot.store.database import Store
from bot.vault.opening import opened


class Way(NamedTuple):
    """How the sealed rendering is closed."""

    to: tuple[str, ...] = ()
    """age recipients."""
    passphrase: str = ""


def redacted(store: Store, draft: Draft, public: tuple[str, ...] = ()) -> Steps:
    """For the file that the other side will read; `public` is what the person declared so in their configuration."""
    with store.reading() as connection:
        masking = _Masking(draft, opened(connection, store.master, draft.person), public)
    return Steps(
        rendering=Rendering.REDACTED,
        law=lawful.laid_beside,
        redact=masking.redact,
        picture=pictures.prepared,
        typeset=_set,
        tabulate=chronology.write,
        sign=_unsigned,
        bag=bagging.bag,
        scan=masking.scan,
        seal=bagging.packed,
    )


def sealed(way: Way) -> Steps:
    """Complete, for those alone who can open it.

    Raises Refused where nobody could; ConfigError for what is no key, and for a passphrase that can be guessed: not a
    day later, when it is made.
    """
    if not way.to and not way.passphrase:
        raise Refused("the sealed rendering takes --to or --passphrase-file: complete, it leaves encrypted only")
    closing = Recipients(way.to) if way.to else Passphrase(way.passphrase)
    with TemporaryDirectory(prefix="rempart-") as folder:
        nothing = Path(folder) / "nothing"
        nothing.mkdir()
        seal(nothing, Path(folder) / "sealed", closing)
    return Steps(
        rendering=Rendering.SEALED,
        law=lawful.laid_beside,
        redact=_unchanged,
        picture=pictures.prepared,
        typeset=_set,
        tabulate=chronology.write,
        sign=_unsigned,
        bag=bagging.bag,
        scan=_unscanned,
        seal=partial(seal, to=closing),
        ending=".age" if way.to else ".zip",
        keys=way.to,
    )


class _Masking:
    """Masks, and remembers what must not be found in what was made of it."""

    def __init__(self, draft: Draft, vault: Vault | None, public: tuple[str, ...]) -> None:
        self._draft = draft
        self._vault = vault
        self._public = public
        self._find: Finder = _nothing_told

    def redact(self, contents: Contents) -> Contents:
        """What may be read by the other side."""
        done = masked(contents, self._draft, self._vault, self._public)
        self._find = done.finder
        return done.contents

    def scan(self, folder: Path) -> Sequence[Found]:
        """Where something stands in it all the same."""
        return scan(folder, self._find)


def _nothing_told(text: str) -> Sequence[Span]:
    raise Refused(f"nothing was masked, so nothing is said of {len(text)} signs")


def _set(contents: Contents, folder: Path, progress: Progress) -> Sequence[Path]:
    return typeset(contents, folder, progress, lawful.words(contents.language))


def _unchanged(contents: Contents) -> Contents:
    return contents


def _unscanned(folder: Path) -> Sequence[Found]:
    del folder  # it is complete, and encrypted
    return ()


def _unsigned(file: Path) -> None:
    del file
