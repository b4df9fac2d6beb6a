"""Only my server can put something into my moderators' letterbox, and nothing private of anybody goes through it."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Malformed
from bot.platforms.mastodon.desk.letterbox import Early, Stale, Unwanted, admit, signed
from tests.doubles.mastodon_hooks import letter, sign
from tests.platforms.mastodon import recordings

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "un-secret-assez-long"
CANARY = "rossignol-7141"
EMAIL, IP = "hugo@boite.test", "203.0.113.9"


def account(name: str, **more: Any) -> dict[str, Any]:
    shown = {"id": f"id-{name}", "acct": name, "display_name": name.title(), "note": ""}
    private = {"email": f"{name}@boite.test", "ip": IP, "ips": [{"ip": IP, "used_at": None}], "invite_request": CANARY}
    known = {"id": f"id-{name}", "username": name, "domain": None, "created_at": "2026-11-23T08:00:00.000Z"}
    return {**known, **private, "account": shown, **more}


def status(text: str, visibility: str | None = "public", **more: Any) -> dict[str, Any]:
    whole = {"id": "7", "uri": f"https://nord.test/{visibility}", "content": f"<p>{text}</p>", "visibility": visibility}
    mentions = [{"id": "id-lea", "acct": "lea"}]
    return {**whole, "created_at": "2026-11-23T08:59:00.000Z", "mentions": mentions} | more


def report(*statuses: dict[str, Any]) -> dict[str, Any]:
    people = {"account": account("lea"), "target_account": account("hugo"), "assigned_account": account("moderation")}
    told = {"id": "3", "category": "spam", "comment": "il recommence", "created_at": "2026-11-23T08:59:30.000Z"}
    return {**told, **people, "action_taken_by_account": account("moderation"), "statuses": list(statuses)}


def test_what_my_server_signed_is_taken():
    body = letter("report.created", report(), AT)
    assert signed(SECRET.encode(), sign(SECRET, body), body)
    assert admit(body, AT).event == "report.created"


@pytest.mark.parametrize("header", ["", "sha256=", "sha256", "sha1=00", "sha256=" + "0" * 64, "sha256=é", "\x00"])
def test_what_is_not_signed_with_the_secret_is_not_taken(header):
    body = letter("report.created", report(), AT)
    assert not signed(SECRET.encode(), header, body)
    assert not signed(SECRET.encode(), sign("un-autre-secret-long", body), body)
    assert not signed(SECRET.encode(), sign(SECRET, body).removeprefix("sha256="), body)
    assert not signed(b"", sign("", body), body)


@given(st.data())
def test_one_flipped_bit_never_passes(data):
    body = letter("account.created", account("hugo"), AT)
    header = sign(SECRET, body)
    part = data.draw(st.sampled_from(["body", "header", "secret"]))
    whole = {"body": body, "header": header.encode(), "secret": SECRET.encode()}
    place = data.draw(st.integers(0, 8 * len(whole[part]) - 1))
    forged = bytearray(whole[part])
    forged[place // 8] ^= 1 << place % 8
    whole[part] = bytes(forged)
    assert not signed(whole["secret"], whole["header"].decode("latin-1"), whole["body"])


def test_a_letter_of_another_time_is_refused_whoever_kept_it():
    body = letter("report.created", report(), AT)
    for late in (timedelta(0), timedelta(days=3), -timedelta(minutes=5)):
        admit(body, AT + late)
    for late in (timedelta(days=3, seconds=1), timedelta(days=400)):
        with pytest.raises(Stale):
            admit(body, AT + late)
    for early in (timedelta(minutes=5, seconds=1), timedelta(days=400)):
        with pytest.raises(Early):
            admit(body, AT - early)


def test_of_the_posts_that_were_reported_only_those_go_further_that_anybody_may_read():
    private = [status(CANARY, one) for one in ("direct", "private", "limited", None, "Public ")]
    admitted = admit(letter("report.created", report(status("menace"), *private), AT), AT)
    kept = json.loads(admitted.kept)["report"]
    assert [one["content"] for one in kept["posts"]] == ["<p>menace</p>"]
    assert kept["withheld"] == 5
    assert CANARY.encode() not in admitted.kept


def test_a_reported_post_that_cannot_be_read_is_withheld_and_the_report_is_not_lost():
    broken = status(CANARY) | {"mentions": 7}
    kept = json.loads(admit(letter("report.created", report(broken), AT), AT).kept)["report"]
    assert (kept["withheld"], "posts" in kept) == (1, False)


@pytest.mark.parametrize("visibility", ["direct", "private", None, "nouveau"])
@pytest.mark.parametrize("event", ["status.created", "status.updated"])
def test_a_direct_that_the_server_sends_unasked_is_counted_and_nothing_else(event, visibility):
    with pytest.raises(Unwanted) as found:
        admit(letter(event, status(CANARY, visibility), AT), AT)
    assert found.value.withheld == 1
    assert CANARY not in str(found.value)


def test_a_public_post_goes_further_only_if_it_is_written_to_somebody():
    assert b"bonjour" in admit(letter("status.created", status("bonjour"), AT), AT).kept
    with pytest.raises(Unwanted):
        admit(letter("status.created", status("bonjour", mentions=[]), AT), AT)


def test_what_a_quoted_post_says_does_not_come_along():
    quote = {"state": "accepted", "quoted_status": status(CANARY, "private", account=account("lea")["account"])}
    assert CANARY.encode() not in admit(letter("status.created", status("voyez", quote=quote), AT), AT).kept


def test_mailboxes_and_addresses_go_to_who_makes_keys_of_them_and_nowhere_else():
    for event, about in {"report.created": report(status("menace")), "account.created": account("hugo")}.items():
        admitted = admit(letter(event, about, AT), AT)
        assert admitted.kin == (("email", EMAIL), ("ip", IP))
        assert admitted.about == "id-hugo"
        for value in ("boite.test", IP):
            assert value.encode() not in admitted.kept


def test_the_reasons_that_somebody_gave_are_kept_of_who_signs_up_alone():
    assert CANARY.encode() in admit(letter("account.created", account("hugo"), AT), AT).kept
    assert CANARY.encode() not in admit(letter("report.created", report(), AT), AT).kept


@pytest.mark.parametrize("event", ["account.updated", "account.approved", "quelque.chose", ""])
def test_what_nobody_asked_for_is_left_at_the_door(event):
    with pytest.raises(Unwanted):
        admit(letter(event, account("hugo"), AT), AT)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"bonjour",
        b"[]",
        b"{}",
        json.dumps({"text": f"Nouveau signalement : {CANARY}"}).encode(),
        json.dumps({"event": "report.created", "object": {}}).encode(),
        letter("report.created", {"id": "3"}, AT),
        letter("report.created", report() | {"statuses": CANARY}, AT),
        letter("account.created", {"acct": CANARY}, AT),
        b"[" * 100_000,
    ],
)
def test_a_body_that_a_template_changed_is_unreadable_and_is_not_told_again(body):
    with pytest.raises(Malformed) as found:
        admit(body, AT)
    assert CANARY not in str(found.value)


WORDS = st.sampled_from(["event", "object", "created_at", "id", "statuses", "target_account", "visibility", "account"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["direct", "report.created"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=12,
)


@given(st.sampled_from(["report.created", "account.created", "status.created", "x"]), ANYTHING, st.text(max_size=30))
def test_whatever_a_body_holds_it_is_admitted_or_refused_in_one_of_four_ways(event, about, at):
    for moment in (at, "2026-11-23T09:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        body = json.dumps({"event": event, "created_at": moment, "object": about}).encode()
        with suppress(Malformed, Stale, Early, Unwanted):
            assert admit(body, AT).about


def test_reports_as_real_servers_show_them_are_read():
    found = [one.json for one in recordings.mastodon() if one.path == "/api/v1/admin/reports" and one.status == 200]
    found += [one.json for name, one in recordings.others("gts") if name == "admin_reports"]
    reports = [each for page in found if isinstance(page, list) for each in page]
    assert len(reports) > 3
    for one in reports:
        admitted = admit(letter("report.created", one, AT), AT)
        assert b"@localhost" not in admitted.kept
        assert b"example.org" not in admitted.kept
        assert admitted.about == one["target_account"]["id"]
