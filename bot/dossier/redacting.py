"""The redacted rendering in one go: what it says, and what finds in its bytes whatever must not stand there."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from bot.dossier.clocked import by_the_court
from bot.dossier.content import Contents, Element
from bot.dossier.draft import Draft
from bot.dossier.finding import Finder, Sought
from bot.dossier.gravity import TELLING
from bot.dossier.lawful import laid_beside
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
    contents = by_the_court(_without_private(_unnamed(contents)))
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

    return Redacted(_laid_again(masked(contents, sought, hidden, public)), find)


def _laid_again(contents: Contents) -> Contents:
    """With what the law asks beside what is told now; beside what is covered stands that it discloses something."""
    if not contents.elements and not contents.deadlines:
        return contents
    replace = msgspec.structs.replace
    facts = [one if one.graded else replace(one, reasons=(*one.reasons, TELLING)) for one in contents.facts]
    laid = laid_beside(replace(contents, facts=tuple(facts)))
    return replace(contents, elements=_public(laid.elements), deadlines=laid.deadlines)


def _without_private(contents: Contents) -> Contents:
    """Without their age and health, and whether the person said anything of them: that would tell it."""
    replace = msgspec.structs.replace
    return replace(
        contents,
        statement=replace(contents.statement, age="", vulnerable=False, before_minor=False, unfit=""),
        elements=_public(contents.elements),
        withheld=contents.withheld + (("private",) if any(one.private for one in contents.elements) else ()),
    )


def _public(elements: Sequence[Element]) -> tuple[Element, ...]:
    return tuple(one for one in elements if not one.private)


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
