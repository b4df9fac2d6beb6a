"""Mentions, people and texts for the tests of alerts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.alerts import crowd
from bot.alerts.blindness import Blind, ClockBack, Narrow, StreamSilent, Unkept, Unseen
from bot.alerts.compose import mention_alert, repeated, update_alert
from bot.alerts.deadlines import DeadlinesNear, End
from bot.alerts.desk import HookSilent, LabelUnseen, RoleLost
from bot.alerts.digest import Beside, digest, gathered
from bot.alerts.doors import Way, WayIn
from bot.alerts.link import Suggested, link_alert
from bot.alerts.lists import ListRefused, ListSilent, ListWaits
from bot.alerts.modlist import ByHand, Ended
from bot.alerts.notice import BudgetSpent, DeadLetter, NotTakenUp, SetAside, StreamLost, TokenRefused, Unarmed, notice
from bot.alerts.proposed import Proposed
from bot.alerts.purges import PurgeNear
from bot.alerts.reach import ChannelBack, ChannelDead
from bot.alerts.stage import bare_alert, stage_alert
from bot.alerts.summary import Outcome, Summary
from bot.alerts.trial import trial
from bot.alerts.urgent import acknowledgeable, again, lookable, undoable
from bot.blocklists.guard import Trouble
from bot.evidence.chain import Head
from bot.law.data import french
from bot.model import proposal
from bot.model.account import Protected
from bot.model.action import CloseQuotes, CloseThread, FilterStrangers, HideReplies, kinds
from bot.model.alert import Alert
from bot.model.conduct import Conduct, Stage
from bot.model.decision import Hold
from bot.model.delivery import Status
from bot.model.link import Ground, Said, Why
from bot.model.measure import Inform, Measure
from bot.model.mention import Kind
from bot.model.proceeding import Step
from bot.model.raid import Raid
from bot.model.reason import Reason, Severity
from bot.model.support import Support
from bot.subscribing.source import Why as Unread

AT = datetime(2026, 2, 1, 12, 5, tzinfo=UTC)
ACTIONS = (
    "mute",
    "block",
    "hide_reply",
    "detach_quote",
    "dismiss",
    "report",
    *kinds((FilterStrangers, CloseThread, CloseQuotes, HideReplies, *Measure.__args__, Inform)),
)


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


def every_conduct() -> list[Conduct]:
    """Each stage, with one and with many of everything that it can rest on."""
    return [
        Conduct(
            case="1b2c3d4e5f60",
            stage=stage,
            score=7.5,
            days=n,
            span=40 * (n - 1),
            serious=2 * n,
            urgent=n,
            after_mute=n,
            after_ban=n,
            rose=n,
            silence=44 * n,
            means=n + 1,
            reached=True,
        )
        for stage in (Stage.WATCH, Stage.COURSE_OF_CONDUCT, Stage.DANGER)
        for n in (1, 4)
    ]


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
        TokenRefused(platform="desk", account="moderation@ouest.test"),
        StreamLost(platform="bluesky", account="camille.test", since=AT),
        SetAside(platform="mastodon", count=1),
        SetAside(platform="bluesky", count=2),
        SetAside(platform="mastodon-desk", count=2),
        SetAside(platform="ozone", count=2),
        Unarmed(rules=("mot de trop",)),
        Unarmed(rules=tuple(f"règle {n}" for n in range(7))),
        NotTakenUp(file="config.toml"),
        NotTakenUp(file="config.toml", lines=(17,)),
        NotTakenUp(file="config.toml", lines=tuple(range(10, 17))),
        StreamSilent(platform="mastodon", account="camille.test", since=AT),
        Blind(platform="bluesky", account="camille.test", since=AT),
        Blind(platform="desk", account="camille.test", since=AT),
        Unseen(platform="mastodon", account="camille.test", since=AT, until=AT + timedelta(hours=3)),
        ClockBack(seconds=3600),
        Unkept(since=AT),
        Narrow(megabytes=40),
        PurgeNear(count=1, first=AT),
        PurgeNear(count=3, first=AT),
        *(Proposed(kinds=(kind.value,), names=("dominique",), due_at=None) for kind in proposal.Kind),
        Proposed(kinds=("export", "dossier", "export"), names=("dominique", "camille"), due_at=AT),
        ChannelDead(name="téléphone", failures=1),
        ChannelDead(name="téléphone", failures=5),
        ChannelBack(name="téléphone"),
        *(WayIn(way=way, name="dominique", at=AT) for way in Way),
        ByHand(list="camille", removed=1, added=2),
        ByHand(list="camille", removed=2, added=1),
        Ended(list="camille"),
        *(
            DeadlinesNear(ends=tuple(ends))
            for ends in (*([one] for one in deadlines()), deadlines()[:9], deadlines()[:10])
        ),
        *(
            kind(list="voisine", version=2, findings=tuple(one.value for one in Trouble))
            for kind in (ListWaits, ListRefused)
        ),
        HookSilent(since=AT),
        RoleLost(measures=("limit",)),
        RoleLost(measures=("label", "takedown")),
        *(LabelUnseen(labels=labels, attempts=n) for labels, n in ((("harassment",), 16), (("hate", "threat"), 1))),
        *(ListSilent(list="voisine", since=AT, why=why) for why in Unread),
        *(DeadLetter(action=action, attempts=8) for action in (*ACTIONS, "alert", "follow_up")),
    )
    told = [
        *(mention_alert("a1", who, one) for one in summaries),
        mention_alert("a1", who, summary(**{"reasons": (), "rules": (), "count": 0, **changed})),
        mention_alert("a1", who, muted := summary(**{"muted": True, **changed})),
        update_alert("a1", who, done),
        update_alert("a1", who, summary(**changed)),
        *(sort("a2", who, AT, some) for sort in (digest, gathered) for some in ([], [done], many)),
        *(digest("a2", who, AT, [muted] * n, beside=Beside(n, n)) for n in (1, 2)),
        digest("a2", who, AT, many, Head(number=7, seal="ab" * 32)),
        digest("a2", who, AT, many, unseen=[("bluesky", AT, AT + timedelta(hours=1))]),
        *(stage_alert("a4", who, one, mention_alert("a1", who, summary(**changed))) for one in every_conduct()),
        *(bare_alert("a5", who, one, AT) for one in every_conduct()),
        bare_alert("a6", replace(who, zone="America/New_York"), every_conduct()[-1], AT),
        *(notice("a3", who, AT, trouble) for trouble in troubles),
    ]
    told += [
        *urgent_ones(told[0], who.language),
        *(digest("a2", who, AT, [], unanswered=[("a1", AT)] * n) for n in (1, 2)),
    ]
    told.append(trial("t1", who, AT, "téléphone", "K7MQ-2FXD"))
    told += about_crowds(who) + about_links(who, summary(**changed).uri)
    return told + [repeated(alert, who) for alert in told]


def deadlines() -> list[End]:
    """One of each clock, and one of each step of proceedings."""
    clocks = [End(case="ab12", clock=name, last=AT.date(), left=1, many=2) for name in french().clock]
    return clocks + [End(case="ab12", step=step.value, last=AT.date(), left=9) for step in Step]


def urgent_ones(alert: Alert, language: str) -> list[Alert]:
    """An alert that goes out again, and all that can stand below one."""
    return [
        *(again(alert, language, 2, others) for others in (0, 1, 2)),
        *(acknowledgeable(alert, language, link) for link in ("", "https://rempart.test/acknowledge/x")),
        lookable(alert, language, "https://rempart.test/alert/a1"),
        undoable(alert, language, "https://rempart.test/undo/a1"),
    ]


def about_links(who: Protected, uri: str) -> list[Alert]:
    """Each ground with each measure that it can come after, soon and late, once and often; forbidden to come back."""
    said = [
        Said(ground=ground, amount=amount, why=why)
        for ground in Ground
        for why in Why
        for amount in (1, 61, 1500, 9000)
    ]
    each = [Suggested(uri=uri, score=0.93, grounds=(one,)) for one in said]
    whole = Suggested(score=1.0, grounds=tuple(Said(ground=ground, amount=2) for ground in Ground), restricted=True)
    several = [[one] for one in each] + [[whole], [whole] * 2, each[:2], each[:9]]
    return [link_alert("l1", who, AT, some) for some in several]


def about_crowds(who: Protected) -> list[Alert]:
    """A raid from its beginning to its end, and what was written in support."""
    few = Raid(
        person="camille",
        number=1,
        since=AT,
        until=AT + timedelta(hours=2),
        rest=3600,
        authors=1,
        hostile=1,
        supporters=0,
        mentions=1,
        alert="r1",
    )
    many = replace(few, authors=300, hostile=212, supporters=40, origin="at://did:plc:a/app.bsky.feed.post/1")
    some = replace(many, supporters=1)
    said = [(kind, "ab" * 16, AT) for kind in Support for _ in range(5)]
    waves = [replace(raid, person=f"ouest/{of}") for of in ("flags", "sign-ups") for raid in (few, many)]
    return [
        *(crowd.began(raid, who, AT) for raid in waves),
        *(crowd.goes_on(raid, who, AT) for raid in waves),
        *(crowd.ended("r2", raid, who, AT, 0) for raid in waves),
        *(crowd.began(raid, who, AT, could=["raised", "could"]) for raid in (few, some, many)),
        *(crowd.goes_on(raid, who, AT) for raid in (few, many)),
        *(crowd.ended("r2", raid, who, AT, waiting) for raid in (few, many) for waiting in (0, 1, 40)),
        *(crowd.thanked("s1", who, AT, said[:n], n) for n in (1, 5, 15)),
        crowd.thanked("s1", who, AT, [said[0], said[5], said[10]], 3),
    ]
