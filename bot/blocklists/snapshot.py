"""What a list says now: the fold of its log, and how two of them differ."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.blocklists.change import Change, Type
from bot.blocklists.entity import Entity
from bot.model.noun import Noun

Snapshot = Mapping[Entity, Change]
"""The latest change of each entity, retractions too: who follows a list must learn of them."""
HERE: Final = (Type.RECOMMENDATION, Type.ADVISORY)


def fold(changes: Iterable[Change], onto: Snapshot | None = None) -> dict[Entity, Change]:
    """What holds after these changes, in whatever order and however often they came: of each entity the latest id."""
    held = dict(onto or {})
    for change in changes:
        before = held.get(change.entity)
        if before is None or before.id < change.id:
            held[change.entity] = change
    return held


def standing(snapshot: Snapshot) -> dict[Entity, Change]:
    """What it says of those of whom it still says something."""
    return {entity: change for entity, change in snapshot.items() if change.type in HERE}


class Difference(Noun, frozen=True, kw_only=True):
    """From one version to another, over what stands in each."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    """As it is now; what it says is other than before."""
    gone: tuple[Change, ...] = ()
    """As it was before."""


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """How they differ in what they say; when it was said, and under what id, makes no difference."""
    old, new = standing(before), standing(after)
    return Difference(
        added=tuple(change for entity, change in new.items() if entity not in old),
        changed=tuple(
            change for entity, change in new.items() if entity in old and _said(change) != _said(old[entity])
        ),
        gone=tuple(change for entity, change in old.items() if entity not in new),
    )


def _said(change: Change) -> tuple[object, ...]:
    return (
        change.type,
        change.policy,
        change.stated,
        change.severity,
        frozenset(change.reasons),
        frozenset(change.labels),
        frozenset(change.filters),
        change.comment,
        change.expires_at,
    )
