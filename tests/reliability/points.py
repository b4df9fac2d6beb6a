"""Where a child kills itself: each point names a function of the bot, and the moment before, within or after it."""

import functools
import importlib
import inspect
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bot.model.action import Order, kind_of
from bot.model.alert import Alert, AlertKind
from bot.model.delivery import Delivery, Status, Task


class Point(NamedTuple):
    """`where` is module:Class.function; `when` before, within (a generator's first item) or after; `which` calls."""

    where: str
    when: str
    which: Callable[..., bool] = lambda *_, **__: True


def raw(_self: Any, batch: Any, *_: Any) -> bool:
    return any(arrival.raw for arrival in batch)


def judged(batch: Any, *_: Any) -> bool:
    return bool(batch.judged)


def doing(kind: str) -> Callable[..., bool]:
    """Calls about an order of this kind."""
    return lambda _self, order, *_: kind_of(order.action) == kind


def of(kind: str, *status: Status, task: Task = Task.ACT) -> Callable[..., bool]:
    """Calls about a delivery of this kind (an action's or an alert's) that stands so."""

    def which(*args: Any) -> bool:
        one = next(arg for arg in args if isinstance(arg, Delivery))
        what = one.what
        named = kind_of(what.action) if isinstance(what, Order) else what.kind.value
        return named == kind and one.task is task and (not status or one.status in status)

    return which


def told(kind: AlertKind) -> Callable[..., bool]:
    return lambda _self, alert: isinstance(alert, Alert) and alert.kind is kind


MASTODON, LEDGER = "bot.platforms.mastodon.platform:Mastodon", "bot.outbox.ledger:Ledger"
CHANNEL = "bot.alerts.apprise:AppriseChannel.send"
AFTER_MUTE = of("mute", Status.DONE, task=Task.FOLLOW_UP)
POINTS: dict[str, Point] = {
    "before anything of a batch is written": Point("bot.pipeline:Pipeline.handle", "before", raw),
    "when a batch is written and not committed": Point("bot.handling.batch:Batch.record", "after", judged),
    "when cursors are written and not committed": Point("bot.handling.batch:Batch.advance", "after", judged),
    "when what was seen is written and not committed": Point("bot.coverage.seeing:seen", "after"),
    "after the commit of a batch": Point("bot.pipeline:Pipeline.handle", "after", raw),
    "before the state before is read": Point(f"{MASTODON}.prior", "before", doing("mute")),
    "after the state before is read": Point(f"{MASTODON}.prior", "after", doing("mute")),
    "after the guard": Point(f"{MASTODON}.standing", "after", doing("block")),
    "while evidence is captured": Point(f"{MASTODON}.capture", "within", doing("mute")),
    "before captured evidence is committed": Point(f"{LEDGER}._captured", "before", of("mute")),
    "after captured evidence is committed": Point(f"{LEDGER}._captured", "after", of("mute")),
    "while what surrounds a mute is captured": Point(f"{MASTODON}.follow_up", "within", doing("mute")),
    "before what surrounds a mute is committed": Point(f"{LEDGER}._settle", "before", AFTER_MUTE),
    "when what surrounds a mute is taken and not committed": Point("bot.custody.taking:take", "after", AFTER_MUTE),
    "after what surrounds a mute is committed": Point(f"{LEDGER}._settle", "after", AFTER_MUTE),
    "before the attempt is committed": Point(f"{LEDGER}._attempt", "before", of("report")),
    "after the attempt is committed": Point(f"{LEDGER}._attempt", "after", of("mute")),
    "before a mute is sent": Point(f"{MASTODON}.perform", "before", doing("mute")),
    "after a mute is accepted": Point(f"{MASTODON}.perform", "after", doing("mute")),
    "before a block is sent": Point(f"{MASTODON}.perform", "before", doing("block")),
    "after a block is accepted": Point(f"{MASTODON}.perform", "after", doing("block")),
    "before a report is sent": Point(f"{MASTODON}.perform", "before", doing("report")),
    "after a report is accepted": Point(f"{MASTODON}.perform", "after", doing("report")),
    "before the outcome of a report is written": Point(f"{LEDGER}._settle", "before", of("report", Status.DONE)),
    "when an outcome is written and not committed": Point(f"{LEDGER}._settle_order", "before", of("mute", Status.DONE)),
    "after the outcome of a mute is committed": Point(f"{LEDGER}._settle", "after", of("mute", Status.DONE)),
    "before an alert is sent": Point(CHANNEL, "before", told(AlertKind.MENTION)),
    "after an alert is sent": Point(CHANNEL, "after", told(AlertKind.MENTION)),
    "after an update is sent": Point(CHANNEL, "after", told(AlertKind.UPDATE)),
    "while the watch hands on what it found": Point("bot.watching.watch:Watch._bring", "before"),
    "after the watch handed on what it found": Point("bot.watching.watch:Watch._bring", "after"),
    "before relations are written": Point("bot.handling.relations:_note", "before"),
    "when relations are written and not committed": Point("bot.store.write:advance", "before"),
}
FIRST: dict[str, Point] = {
    "before the tables are made": Point("bot.store.migrate:_make", "before"),
    "when the tables are made and not committed": Point("bot.store.migrate:_sign", "before"),
    "after the tables are made": Point("bot.store.migrate:_make", "after"),
}
"""What happens only at the first start."""
LATER: dict[str, Point] = {
    "before a mute is lifted at its term": Point(f"{MASTODON}.revert", "before", doing("mute")),
    "after a mute is lifted at its term": Point(f"{MASTODON}.revert", "after", doing("mute")),
    "before the end of a mute is written": Point(
        f"{LEDGER}._settle", "before", of("mute", Status.DONE, task=Task.REVERT)
    ),
    "when a digest is planned and not committed": Point("bot.telling.digests:addressed", "after"),
    "after a digest is planned": Point("bot.jobs:Jobs._digest", "after"),
    "after a digest is sent": Point(CHANNEL, "after", told(AlertKind.DIGEST)),
    "during recovery": Point(f"{LEDGER}._recover_one", "after"),
}
"""What happens only to a shield that has run before."""
ERASING: dict[str, Point] = {
    "before an erasure is committed": Point("bot.erasure.plan:_mark", "before"),
    "when an erasure is written and not committed": Point("bot.erasure.plan:_mark", "after"),
    "after an erasure is committed": Point("bot.erasure.plan:renew", "before"),
    "after the keys of backups are renewed": Point("bot.erasure.plan:renew", "after"),
    "after the remnants are gone": Point("bot.erasure.plan:unmark", "before"),
    "when the end of an erasure is written and not committed": Point("bot.erasure.plan:unmark", "after"),
}
SHELTERING: dict[str, Point] = {
    "before a shelter's prior state is kept": Point(f"{LEDGER}.captured", "before"),
    "after a shelter's prior state is kept": Point(f"{LEDGER}.captured", "after"),
    "before a shelter is raised": Point(f"{MASTODON}.perform", "before", doing("filter_strangers")),
    "after a shelter is raised": Point(f"{MASTODON}.perform", "after", doing("filter_strangers")),
    "before the raising is written": Point(f"{LEDGER}._settle", "before", of("filter_strangers", Status.DONE)),
    "before a shelter is lowered": Point(f"{MASTODON}.revert", "before", doing("filter_strangers")),
    "after a shelter is lowered": Point(f"{MASTODON}.revert", "after", doing("filter_strangers")),
}
"""What happens at the beginning of a raid, and at its end."""
ROTATING: dict[str, Point] = {
    "after the next master key is made": Point("bot.config.master:make_next", "after"),
    "when some secrets are wrapped anew": Point("bot.store.rewrap:_put", "after"),
    "after all secrets are wrapped anew": Point("bot.config.master:adopt", "before"),
    "after the next master key took its place": Point("bot.config.master:adopt", "after"),
    "after the keys of backups are wrapped anew": Point("bot.erasure.plan:renew", "after"),
}
"""What happens in commands, not in the shield."""
LISTING: dict[str, Point] = {
    "before a version is appended": Point("bot.publishing.publishing:append", "before"),
    "when the log is written and not committed": Point("bot.store.lists:append", "after"),
    "when a version is written and not committed": Point("bot.publishing.publishing:append", "after"),
    "when who was published is let go of and not committed": Point("bot.store.candidates:remove", "after"),
    "after a version is committed": Point("bot.people.agreeing:Agreeing._end", "before"),
}
"""What happens when a list is published."""
DESK = "bot.platforms.mastodon.desk.desk:MastodonDesk"
MODERATING: dict[str, Point] = {
    "while what a suspension hides is captured": Point(f"{DESK}.capture", "within", doing("suspend")),
    "when what a suspension hides is taken and not committed": Point("bot.custody.taking:take", "after", of("suspend")),
    "after what a suspension hides is committed": Point(f"{LEDGER}._captured", "after", of("suspend")),
    "after the attempt at a suspension is committed": Point(f"{LEDGER}._attempt", "after", of("suspend")),
    "after a suspension is accepted": Point(f"{DESK}.perform", "after", doing("suspend")),
    "before the outcome of a suspension is written": Point(f"{LEDGER}._settle", "before", of("suspend", Status.DONE)),
    "after the reports are opened again and before it is lifted": Point(
        "bot.platforms.mastodon.desk.measures:Measures._lift", "before"
    ),
}
"""What happens when a moderator suspends somebody, and takes it back."""


def arm(name: str, marker: Path) -> None:
    """From now on the first call that fits kills this process, and leaves the marker with the point's name."""
    point = (FIRST | POINTS | LATER | ERASING | ROTATING | SHELTERING | LISTING | MODERATING)[name]
    module, _, path = point.where.partition(":")
    *owners, function = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    setattr(owner, function, _deadly(getattr(owner, function), point, lambda: _die(name, marker)))


def _die(name: str, marker: Path) -> None:
    marker.write_text(name)
    os.kill(os.getpid(), signal.SIGKILL)


def _deadly(call: Callable[..., Any], point: Point, die: Callable[[], None]) -> Callable[..., Any]:
    def reached(when: str, args: tuple[Any, ...]) -> None:
        if point.when == when and point.which(*args):
            die()

    @functools.wraps(call)
    def plain(*args: Any, **kwargs: Any) -> Any:
        reached("before", args)
        result = call(*args, **kwargs)
        reached("after", args)
        return result

    @functools.wraps(call)
    async def later(*args: Any, **kwargs: Any) -> Any:
        reached("before", args)
        result = await call(*args, **kwargs)
        reached("after", args)
        return result

    @functools.wraps(call)
    async def items(*args: Any, **kwargs: Any) -> Any:
        async for item in call(*args, **kwargs):
            yield item
            reached("within", args)

    if point.when == "within":
        return items
    return later if inspect.iscoroutinefunction(call) else plain
