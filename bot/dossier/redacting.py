"""The redacted rendering in one go: what it says, and what finds in its bytes whatever must not stand there."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from bot.dossier.content import Contents
from bot.dossier.draft import Draft
from bot.dossier.finding import Finder, Sought
from bot.dossier.masking import masked
from bot.dossier.witnesses import concealed, named
from bot.model.decision import Span
from bot.signals.leaks.secret import Vault


class Redacted(NamedTuple):
    """What may be written out, once it is scanned."""

    contents: Contents
    finder: Finder


def redacted(contents: Contents, draft: Draft, vault: Vault | None, public: tuple[str, ...]) -> Redacted:
    """Mask what a draft says for the other side; pictures are drawn anew before (`pictures.prepared`).

    `vault` is the person's (`bot.vault.opening.opened`), `public` what they declared public in their configuration,
    and their handles, with the sign before them.
    """
    contents = _unnamed(contents)
    hidden = concealed(contents, draft.witnesses, public)
    handles = {handle for one in contents.parties if one.accused or one.protected for handle in one.handles}
    sought = Sought(
        vault,
        tuple(one for one in public if not one.startswith("@")),
        handles | {fact.handle for fact in contents.facts},
    )
    names = named(contents, hidden)

    def find(text: str) -> Sequence[Span]:
        return [*sought(text), *names(text)]

    return Redacted(masked(contents, sought, hidden), find)


def _unnamed(contents: Contents) -> Contents:
    """Without who works beside the person, what their rules are called, and on what machine and network they are."""
    replace = msgspec.structs.replace
    return replace(
        contents,
        ties=tuple(replace(one, by="") for one in contents.ties),
        facts=tuple(
            replace(one, rules=(), done=tuple(replace(each, by="") for each in one.done)) for one in contents.facts
        ),
        instruments=(),
    )
