"""What I read when something happened to me."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.alerts.compose import mention_alert, repeated, update_alert
from bot.alerts.digest import digest, gathered
from bot.alerts.notice import DeadLetter, StreamLost, TokenRefused, Unarmed, notice
from bot.alerts.summary import Outcome, Summary
from bot.alerts.wording import LANGUAGES
from bot.model.action import Block, Mute, Order
from bot.model.alert import AlertKind
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.reason import Reason, Severity
from tests.alerts.samples import AT, every_text, person, summary


def test_i_learn_why_where_and_how_grave_and_what_to_do_next():
    alert = mention_alert("a1", person(), summary())
    assert alert.title == "Important\u00a0: harcèlement ciblé, réponse sur Bluesky"
    assert alert.body.replace("\u00a0", " ").replace("\u202f", " ").splitlines() == [
        "Pour camille : réponse sur Bluesky, le 1er février 2026 à 13 h 05.",
        "Gravité : élevée",
        "Motifs : harcèlement ciblé",
        "Règles : « insulte répétée »",
        "Vos règles ont relevé 3 mentions de ce compte jusqu’ici.",
        "Comprendre pourquoi : rempart why 4f2a",
    ]
    assert (alert.id, alert.person, alert.kind, alert.severity, alert.at) == ("a1", "camille", AlertKind.MENTION, 3, AT)


def test_my_delegate_reads_it_in_english():
    alert = mention_alert("a1", person("en"), summary(reasons=(Reason.HATE, Reason.SPAM), count=1))
    assert alert.title == "Important: hate, reply on Bluesky"
    assert "Reasons: hate; spam" in alert.body
    assert "first mention by this account" in alert.body


@pytest.mark.parametrize(
    ("language", "zone", "severity", "reason", "number"),
    [
        ("fr", "Europe/Paris", Severity.URGENT, Reason.VIOLENCE_THREATS, "appelez le 17."),
        ("en", "Indian/Reunion", Severity.URGENT, Reason.VIOLENCE_THREATS, "call 17."),
        ("fr", "Europe/Paris", Severity.HIGH, Reason.VIOLENCE_THREATS, ""),
        ("fr", "Europe/Paris", Severity.URGENT, Reason.HATE, ""),
        ("fr", "Europe/Brussels", Severity.URGENT, Reason.VIOLENCE_THREATS, ""),
    ],
)
def test_an_urgent_threat_comes_with_the_number_to_call_where_i_live(language, zone, severity, reason, number):
    body = mention_alert("a1", person(language, zone=zone), summary(severity=severity, reasons=(reason,))).body
    assert number in body
    assert bool(number) == ("17" in body)


def test_what_was_done_follows_under_the_same_id_with_the_way_back():
    done = Outcome(action="mute", status=Status.DONE, until=AT + timedelta(days=30))
    draft = Outcome(action="report", status=Status.HELD, hold=Hold.DRAFT)
    alert = update_alert("a1", person("en"), summary(outcomes=(done, draft)))
    assert (alert.id, alert.kind, alert.title) == (
        "a1",
        AlertKind.UPDATE,
        "Update: targeted harassment, reply on Bluesky",
    )
    assert "- muting the account: done, until 3 March 2026 at 13:05" in alert.body
    assert "- reporting to the moderators: waits for your decision (a draft that you can send)" in alert.body
    assert "rempart undo 4f2a" in alert.body


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(action="mute", status=Status.REFUSED),
        Outcome(action="report", status=Status.DONE),
        Outcome(action="dismiss", status=Status.DONE),
        Outcome(action="mute", status=Status.HELD, hold=Hold.BUDGET),
    ],
)
def test_no_way_back_is_promised_where_there_is_none(outcome):
    assert "rempart undo" not in update_alert("a1", person(), summary(outcomes=(outcome,))).body


def test_when_nothing_was_done_i_am_told_so():
    assert "Rien n’a été fait." in update_alert("a1", person(), summary()).body


def test_an_alert_that_may_have_come_before_says_so_once():
    alert = repeated(mention_alert("a1", person(), summary(reasons=(Reason.HARASSMENT_DOXXING,))), person())
    assert alert.repeated
    assert alert.id == "a1"
    assert alert.title.endswith(" (peut-être déjà envoyée)")
    assert alert.body.startswith("Cette alerte a peut-être déjà été envoyée")
    assert repeated(alert, person()) == alert
    assert "(possibly sent before)" in repeated(mention_alert("a1", person("en"), summary()), person("en")).title


def test_my_digest_counts_the_worst_first_and_lists_what_waits_for_me():
    held = (Outcome(action="mute", status=Status.HELD, hold=Hold.BUDGET),)
    done = (Outcome(action="mute", status=Status.DONE),)
    alert = digest(
        "a2",
        person("en"),
        AT,
        [
            summary(severity=Severity.LOW, reasons=(Reason.SPAM,), outcomes=done, ref="low1", uri="u1"),
            summary(severity=Severity.LOW, reasons=(Reason.SPAM,), outcomes=held, ref="low2", uri="u2"),
            summary(severity=Severity.URGENT, reasons=(Reason.HATE, Reason.SPAM), outcomes=held, ref="bad", uri="u3"),
            summary(severity=Severity.LOW, reasons=(Reason.SPAM,), outcomes=done, ref="low3", uri="u1"),
        ],
    )
    assert alert.title == "Rempart: 4 mentions noticed for camille"
    assert (alert.severity, alert.kind, alert.about) == (Severity.LOW, AlertKind.DIGEST, ("u1", "u2", "u3"))
    assert alert.body.splitlines() == [
        "By severity: urgent 1; low 3",
        "By reason: spam 4; hate 1",
        "What was done:",
        "- muting the account, done: 2",
        "- muting the account, waits for your decision (the limit of automatic actions is reached): 2",
        "Waiting for your decision:",
        "- 1 February 2026 at 13:05, reply on Bluesky, hate. rempart why bad",
        "- 1 February 2026 at 13:05, reply on Bluesky, spam. rempart why low2",
        "See how Rempart is doing: rempart status",
    ]


def test_a_flood_comes_as_one_message_as_grave_as_its_worst():
    summaries = [summary(ref=f"m{n}", uri=f"u{n}", at=AT + timedelta(seconds=30 * n)) for n in range(500)]
    alert = gathered("a2", person("en"), AT, [*summaries, summary(severity=Severity.URGENT, ref="worst")])
    assert alert.title == "Urgent: 501 more alerts for camille"
    assert alert.severity is Severity.URGENT
    assert len(alert.about) == 501
    assert "Received between 1 February 2026 at 13:05 and 1 February 2026 at 17:14." in alert.body
    assert alert.body.index("why worst") < alert.body.index("why m0")
    assert "… and 491 more." in alert.body
    assert len(alert.body) < 2000


def test_when_my_shield_is_blind_i_am_told_since_when_and_what_to_do():
    assert (
        "since 1 February 2026 at 13:05"
        in notice("n", person("en"), AT, StreamLost(platform="mastodon", account="camille.test", since=AT)).body
    )
    refused = notice("n", person("en"), AT, TokenRefused(platform="bluesky", account="camille.test"))
    assert "camille.test" in refused.body
    assert "rempart check --online" in refused.body
    assert refused.severity is Severity.HIGH
    assert "8 attempts: muting" in notice("n", person("en"), AT, DeadLetter(action="mute", attempts=8)).body


def test_when_a_rule_of_mine_does_not_act_i_am_told_and_what_to_do():
    told = notice("n", person("en"), AT, Unarmed(rules=("mot de trop", "autre")))
    assert (told.title, told.severity) == ("2 rules of camille do not act", Severity.HIGH)
    assert "“mot de trop”; “autre”" in told.body
    assert "rempart backtest" in told.body
    assert "… and 2 more." in notice("n", person("en"), AT, Unarmed(rules=tuple("abcdefg"))).body


def order(action) -> Order:
    return Order(
        id="o1", person="camille", by="bluesky:did:plc:camille", action=action, subject="bluesky:did:plc:x",
        subject_id="did:plc:x", uri="at://x", revision="", rule="r", reason=Reason.HATE, severity=Severity.HIGH, received_at=AT, decided_at=AT,
    )  # fmt: skip


def delivery(action, **changed) -> Delivery:
    return Delivery(id="d", person="camille", task=Task.ACT, via="x", what=order(action), due_at=AT, **changed)


def test_an_outcome_is_what_became_of_the_order():
    assert Outcome.of(delivery(Mute(), status=Status.DONE)) == Outcome(
        action="mute", status=Status.DONE, until=AT + timedelta(days=30)
    )
    assert Outcome.of(delivery(Mute(duration=None), status=Status.DONE)) == Outcome(action="mute", status=Status.DONE)
    assert Outcome.of(delivery(Mute())) == Outcome(action="mute", status=Status.PLANNED)
    assert Outcome.of(delivery(Block(), status=Status.HELD, hold=Hold.PAUSED)) == Outcome(
        action="block", status=Status.HELD, hold=Hold.PAUSED
    )
    reverted = replace(delivery(Mute(), status=Status.DONE), task=Task.REVERT)
    assert Outcome.of(reverted) == Outcome(action="mute", status=Status.UNDONE)
    with pytest.raises(TypeError):
        Outcome.of(replace(reverted, what=mention_alert("a1", person(), summary())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_is_too_long_for_my_telephone_and_no_text_is_left_unfilled(language):
    for alert in every_text(person(language, accounts=())):
        assert 10 <= len(alert.title) <= 80, alert.title
        assert "\n" not in alert.title
        assert not set(alert.title + alert.body) & set("{}"), alert
        assert alert.body or alert.kind is AlertKind.DIGEST


SCUM = ("scum-handle", "scum.test", "scumtext", "scum_name")
scum = st.lists(st.sampled_from([*SCUM, "\u202e", "\n", "{reason}", "%s", "/", "@"]), min_size=1, max_size=6).map(
    "".join
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(scum, st.sampled_from(LANGUAGES))
def test_nothing_that_an_author_chose_reaches_a_text(words, language):
    uri = f"https://{words}.test/users/{words}/statuses/{words}"
    for alert in every_text(person(language), uri=uri):
        assert "scum" not in (alert.title + alert.body + alert.id).lower()
        assert alert.about in {(), (uri,), (uri, summary().uri)}


@given(scum.filter(lambda words: not words.replace("-", "").isalnum()))
def test_a_uri_is_refused_where_an_id_of_ours_belongs(words):
    with pytest.raises(ValueError, match="id of ours"):
        summary(ref=words)


def test_what_alerts_know_of_a_mention_has_no_room_for_its_words():
    assert set(Summary.__struct_fields__) == {
        "uri", "ref", "platform", "kind", "at", "severity", "reasons", "rules", "count", "outcomes", "muted",
        "beside",
    }  # fmt: skip


@given(st.text(max_size=300), st.text(max_size=100))
@settings(max_examples=30)
def test_however_i_named_my_rules_and_myself_the_lines_stay_mine(rule, name):
    alert = mention_alert("a1", replace(person("en"), name=name), summary(rules=(rule, "{0.__class__}")))
    assert "{0.__class__}" in alert.body
    assert len(alert.body.splitlines()) == 6
