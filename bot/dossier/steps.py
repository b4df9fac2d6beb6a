"""The steps of both renderings, composed: the only place that says which module does what on the way of an export."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bot.dossier.content import Contents, Showing
from bot.dossier.draft import Draft
from bot.dossier.making import Steps
from bot.dossier.rendering import Rendering
from bot.dossier.trailed import Progress
from bot.errors import Refused
from bot.model.decision import Span
from bot.store.database import Store
from bot.vault.opening import opened

Finder = Callable[[str], Sequence[Span]]
MASK = "█"


class Way(NamedTuple):
    """How the sealed rendering is closed."""

    to: tuple[str, ...] = ()
    """age recipients."""
    passphrase: str = ""


def redacted(store: Store, draft: Draft) -> Steps:
    """For the file that the other side will read."""
    find = _finder(store, draft)
    return Steps(
        rendering=Rendering.REDACTED,
        law=_unchanged,
        redact=partial(_masked, find=find),
        show=_unseen,
        typeset=_unset,
        tabulate=_tabulated,
        sign=_unsigned,
        bag=_bagged,
        scan=partial(_scanned, find=find),
        seal=_unsealed,
    )


def sealed(way: Way) -> Steps:
    """Complete, for those alone who can open it. Raises Refused where nobody could."""
    if not way.to and not way.passphrase:
        raise Refused("the sealed rendering takes --to or --passphrase-file: complete, it leaves encrypted only")
    return Steps(
        rendering=Rendering.SEALED,
        law=_unchanged,
        redact=_unchanged,
        show=_unseen,
        typeset=_unset,
        tabulate=_tabulated,
        sign=_unsigned,
        bag=_bagged,
        scan=_unscanned,
        seal=_unsealed,
        ending=".age" if way.to else ".zip",
    )


class _Found(NamedTuple):
    file: str
    place: str


def _finder(store: Store, draft: Draft) -> Finder:
    with store.reading() as connection:
        vault = opened(connection, store.master, draft.person)

    def find(text: str) -> Sequence[Span]:
        return [one.span for one in vault.find(text).leaks] if vault else []

    return find


def _unchanged(contents: Contents) -> Contents:
    return contents


def _masked(contents: Contents, find: Finder) -> Contents:
    def over(value: Any) -> Any:
        match value:
            case str():
                for start, end in sorted(find(value), reverse=True):
                    value = value[:start] + MASK * 4 + value[end:]
                return value
            case dict():
                return {key: over(each) for key, each in value.items()}
            case list():
                return [over(each) for each in value]
        return value

    return msgspec.convert(over(msgspec.to_builtins(contents)), Contents)


def _scanned(folder: Path, find: Finder) -> Sequence[_Found]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [_Found(str(one.relative_to(folder)), "text") for one in files if find(one.read_text("utf-8", "replace"))]


def _unscanned(folder: Path) -> Sequence[_Found]:
    del folder
    return ()


def _unseen(raw: bytes, showing: Showing) -> bytes:
    raise Refused(f"{len(raw)} bytes cannot be {showing}")


def _unset(contents: Contents, folder: Path, progress: Progress) -> Sequence[Path]:
    del contents, folder, progress
    return ()


def _tabulated(contents: Contents, folder: Path) -> None:
    (folder / "chronology.json").write_bytes(msgspec.json.format(msgspec.json.encode(contents)))


def _unsigned(file: Path) -> None:
    del file


def _bagged(folder: Path, about: Mapping[str, str]) -> str:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    lines = [f"{sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder)}\n" for one in files]
    told = "".join([*lines, *(f"{key}: {value}\n" for key, value in sorted(about.items()))])
    (folder / "manifest-sha256.txt").write_text(told, encoding="utf-8")
    return sha256(told.encode()).hexdigest()


def _unsealed(folder: Path, file: Path) -> None:
    raise Refused(f"{folder.name} cannot be sealed as {file.suffix} yet")
