"""Facts for the tests of rules: an invented author writes to Camille."""

from datetime import UTC, datetime

from bot.model.account import Account
from bot.model.decision import Mode
from bot.model.facts import Facts, History, Relation
from bot.model.mention import Kind, Mention
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from tests.rules.parsed import parse_rules

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STRANGER = Relation(following=False, followed_by=False)


def facts(text="Bonjour Camille", *, relation=STRANGER, history=None, lang=None, kind=Kind.MENTION, **author):
    return Facts(
        mention=Mention(
            person="camille",
            to="bluesky:did:plc:camille",
            uri="at://did:plc:hugo/app.bsky.feed.post/1",
            revision="1",
            kind=kind,
            author=Account(platform="bluesky", id="did:plc:hugo", handle="hugo.test", **author),
            text=text,
            received_at=NOW,
            lang=lang,
        ),
        history=history or History(),
        relation=relation,
    )


def rules(*tables):
    """Rules from tables, each with what every rule needs if the table leaves it out."""
    common = {"reason": "harassment_targeted", "severity": "medium"}
    return parse_rules({"name": f"rule {place}", **common, **table} for place, table in enumerate(tables, 1))


def engine(*tables, mode=Mode.ACT):
    return compile_policies({"camille": Policy(mode=mode, rules=rules(*tables))})
