"""Mentions, people and texts for the tests of alerts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.alerts.blindness import Blind, ClockBack, Narrow, StreamSilent, Unkept, Unseen
from bot.alerts.compose import mention_alert, repeated, update_alert
from bot.alerts.digest import digest, gathered
from bot.alerts.notice import BudgetSpent, DeadLetter, NotTakenUp, SetAside, StreamLost, TokenRefused, Unarmed, notice
from bot.alerts.summary import Outcome, Summary
from bot.evidence.chain import Head
from bot.model.account import Protected
from bot.model.alert import Alert
from bot.model.decision import Hold
from bot.model.delivery import Status
from bot.model.mention import Kind
from bot.model.reason import Reason, Severity

AT = datetime(2026, 2, 1, 12, 5, tzinfo=UTC)
ACTIONS = ("mute", "block", "hide_reply", "detach_quote", "dismiss", "report")


def person(language: str = "fr", **changed: Any) -> Protected:
    return Protected(name="camille", language=language, **changed)


def summary(**changed: Any) -> Summary:
    usual: dict[str, Any] = {
        "uri": "at://did:plc:somebody/app.bsky.feed.post/3kabc",
        "ref": "4f2a",
        "platform": "bluesky",
        "kind": Kind.REPLY,
        "at": AT,
        "severity": Severity.HIGH,
        "reasons": (Reason.HARASSMENT_TARGETED,),
        "rules": ("insulte répétée",),
        "count": 3,
    }
    return Summary(**{**usual, **changed})


def every_outcome() -> tuple[Outcome, ...]:
    plain = [Outcome(action=action, status=status) for action in ACTIONS for status in Status]
    held = [Outcome(action="mute", status=Status.HELD, hold=hold) for hold in Hold]
    return (*plain, *held, Outcome(action="mute", status=Status.DONE, until=AT + timedelta(days=30)))


def every_text(who: Protected, **changed: Any) -> list[Alert]:
    """One alert of each sort, for each kind, severity, reason, platform and outcome."""
    summaries = [
        summary(**{"kind": kind, "severity": severity, "reasons": (reason,), "platform": platform, **changed})
        for kind in Kind
        for severity in Severity
        for reason in Reason
        for platform in ("bluesky", "mastodon", "simulated")
    ]
    done = summary(**{"at": AT + timedelta(hours=1), "outcomes": every_outcome(), **changed})
    many = [*summaries, done, done]
    troubles = (
        BudgetSpent(limit=1, per="hour"),
        BudgetSpent(limit=100, per="day"),
        TokenRefused(platform="mastodon", account="camille@social.test"),
        StreamLost(platform="bluesky", since=AT),
        SetAside(platform="mastodon", count=1),
        SetAside(platform="bluesky", count=2),
        Unarmed(rules=("mot de trop",)),
        Unarmed(rules=tuple(f"règle {n}" for n in range(7))),
        NotTakenUp(file="config.toml"),
        NotTakenUp(file="config.toml", lines=(17,)),
        NotTakenUp(file="config.toml", lines=tuple(range(10, 17))),
        StreamSilent(platform="mastodon", since=AT),
        Blind(platform="bluesky", since=AT),
        Unseen(platform="mastodon", since=AT, until=AT + timedelta(hours=3)),
        ClockBack(seconds=3600),
        Unkept(since=AT),
        Narrow(megabytes=40),
        *(DeadLetter(action=action, attempts=8) for action in (*ACTIONS, "alert", "follow_up")),
    )
    told = [
        *(mention_alert("a1", who, one) for one in summaries),
        mention_alert("a1", who, summary(**{"reasons": (), "rules": (), "count": 0, **changed})),
        mention_alert("a1", who, muted := summary(**{"muted": True, **changed})),
        update_alert("a1", who, done),
        update_alert("a1", who, summary(**changed)),
        *(sort("a2", who, AT, some) for sort in (digest, gathered) for some in ([], [done], many)),
        *(digest("a2", who, AT, [muted] * n, beside=n) for n in (1, 2)),
        digest("a2", who, AT, many, Head(number=7, seal="ab" * 32)),
        digest("a2", who, AT, many, unseen=[("bluesky", AT, AT + timedelta(hours=1))]),
        *(notice("a3", who, AT, trouble) for trouble in troubles),
    ]
    return told + [repeated(alert, who) for alert in told]
