"""Whom our moderators suspended comes back: by the same mailbox, or with the same ways; a human decides what that is."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import text

from bot.errors import Malformed
from bot.model.action import Order
from bot.model.community import Kin
from bot.model.delivery import Delivery, Status, Task
from bot.model.link import Why
from bot.model.measure import Limit, Suspend
from bot.model.reason import Reason, Severity
from bot.outbox.afterwards import EXPIRY
from bot.outbox.ledger import Ledger
from bot.signals.kin import keys
from bot.store import kindred, outbox, portraits, write
from tests.community import making
from tests.community.making import BEGIN, OUEST, member, mention, sign_up, stranger

SECRET = b"ouest" * 6
LEA = member("lea")
HUGO = stranger("hugo", display_name="Hugo Lemoine", bio="Je sais où vous êtes, et je reviens toujours. Rennes.")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hugo.Lemoine@gmail.com", "hugolemoine+2@GMAIL.com", {"email"}),
        ("hugo.lemoine@laposte.net", "hugolemoine@laposte.net", set()),
        ("hugo@lemoine.test", "autre@lemoine.test", {"domain"}),
        ("hugo@gmail.com", "autre@gmail.com", set()),
        ("203.0.113.7", "203.0.113.200", {"net"}),
        ("203.0.113.7", "203.0.114.7", set()),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", {"net"}),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", set()),
        ("::ffff:203.0.113.7", "203.0.113.9", {"net"}),
    ],
)
def test_what_two_accounts_share_is_known_by_its_kind_alone(one, other, same):
    first, second = (keys(SECRET, [("email" if "@" in said else "ip", said)]) for said in (one, other))
    assert {key.kind for key in first} & {key.kind for key in second if key in first} == same


@given(st.text(max_size=60))
def test_whatever_a_server_says_an_address_is_nothing_breaks(said):
    for kind in ("email", "ip"):
        for key in keys(SECRET, [(kind, said)]):
            assert 0 <= key.key < 2**63


def test_two_communities_know_nothing_of_each_others_keys():
    known = [("email", "hugo@lemoine.test")]
    assert not set(keys(SECRET, known)) & set(keys(b"sud" * 9, known))
    with pytest.raises(Malformed):
        keys(SECRET, [("phone", "06 39 98 12 34")])


def came(one, account, *known):
    with one.store.writing() as connection:
        salted = keys(write.salt(connection, one.store.master, OUEST), known)
        kindred.keep(connection, OUEST, account.key, salted, one.now)


def done(one, account, action, *, task=Task.ACT, cause=""):
    """A measure against an account ends well, as the ledger is told."""
    order = Order(
        id=f"o-{account.id}",
        person=OUEST,
        by=making.DESK,
        action=action,
        subject=account.key,
        subject_id=account.id,
        uri=f"https://nord.test/@{account.id}/1",
        revision="1",
        rule="insulte",
        reason=Reason.HARASSMENT_TARGETED,
        severity=Severity.HIGH,
        received_at=BEGIN,
        decided_at=BEGIN,
    )
    id_ = order.id if task is Task.ACT else f"{order.id}-{cause}"
    delivery = Delivery(
        id=id_,
        person=OUEST,
        task=task,
        via=making.DESK,
        what=order,
        due_at=BEGIN,
        status=Status.ATTEMPTING,
        cause=cause,
    )
    with one.store.writing() as connection:
        if outbox.delivery(connection, id_) is None:  # the end of a limit is planned with it
            outbox.plan(connection, [delivery])
    ledger = Ledger(one.store, {OUEST: one.shield})
    asyncio.run(ledger.settle(replace(delivery, status=Status.DONE), one.now))


def shared(one, account):
    with one.store.reading() as connection:
        return kindred.of(connection, OUEST, [account.key]).get(account.key)


def test_who_signs_up_with_the_mailbox_of_a_suspended_account_waits_for_a_human_and_no_address_is_kept(ouest):
    one = ouest(packs=["sign-ups"])
    old, new, other = member("old"), member("new"), member("other")
    came(one, old, ("email", "hugo.lemoine+1@lemoine.test"), ("ip", "203.0.113.7"))
    done(one, old, Suspend())
    came(one, new, ("email", "hugo.lemoine@lemoine.test"), ("ip", "203.0.113.99"))
    came(one, other, ("email", "tom@tom.test"), ("ip", "198.51.100.4"))
    assert shared(one, new) == Kin(email=1, domain=1, net=1)
    assert shared(one, other) is None
    one.bring(sign_up("Bonjour", new, inside=True), sign_up("Bonsoir", other, inside=True))
    (docket,) = one.dockets()
    assert (docket.subject, docket.suggested) == (new.key, "suspend")
    assert one.rows()["mention"] == 1
    with one.store.reading() as connection:
        kept = connection.execute(text("SELECT * FROM kin")).all()
    assert "lemoine" not in repr(kept)
    assert "203.0" not in repr(kept)


def test_what_a_human_takes_back_is_shared_with_nobody_any_more_and_what_runs_out_still_is(ouest):
    one = ouest()
    old, new = member("old"), member("new")
    came(one, old, ("email", "hugo@lemoine.test"))
    came(one, new, ("email", "hugo@lemoine.test"))
    done(one, old, Limit())
    done(one, old, Limit(), task=Task.REVERT, cause=EXPIRY)
    assert shared(one, new) == Kin(email=1, domain=1)
    with one.store.reading() as connection:
        assert portraits.measures(connection, OUEST, [old.key])[old.key][1] is Why.SUSPENDED
    done(one, old, Limit(), task=Task.REVERT, cause="undo")
    assert shared(one, new) is None
    with one.store.reading() as connection:
        assert portraits.measures(connection, OUEST, [old.key]) == {}


def test_addresses_of_who_was_never_suspended_are_let_go_of_in_time(ouest):
    one = ouest()
    came(one, member("old"), ("email", "a@lemoine.test"))
    came(one, member("new"), ("email", "b@lemoine.test"))
    done(one, member("old"), Suspend())
    with one.store.writing() as connection:
        kindred.forget_before(connection, OUEST, one.now + timedelta(days=1))
    assert one.rows()["kin"] == 2


WAYS = [
    "Vous me faites vomir, espèce de pourriture sans coeur, et toute la ville de Rennes le saura bientôt par moi",
    "Encore une pourriture qui se croit au dessus de la ville de Rennes, vous ne m'échapperez jamais madame",
]


BACK = stranger("hugo2", display_name="Hugo Lemoine", bio=HUGO.bio)


def test_who_is_suspended_and_comes_back_in_other_clothes_is_told_to_a_human_as_likely(ouest):
    one = ouest(packs=["instance"])
    one.bring(*(mention(said, HUGO, LEA, n) for n, said in enumerate(WAYS, 1)))
    assert one.docket("hugo") is not None
    done(one, HUGO, Suspend())
    one.now += timedelta(hours=2)
    one.bring(*(mention(said, BACK, LEA, n, at=one.now) for n, said in enumerate(WAYS, 11)))
    assert one.rows()["link"] == 1
    found = one.docket("hugo2")
    assert found is not None
    one.now += timedelta(minutes=5)
    said = [judged.decision.rules for judged in one.bring(mention("Bonsoir", BACK, LEA, 21, at=one.now))]
    assert ["retour d'un compte limité ou suspendu" in rules for rules in said] == [True]


def test_who_only_talks_is_compared_with_nobody(ouest):
    one = ouest(packs=["instance"])
    one.bring(*(mention(said, HUGO, LEA, n) for n, said in enumerate(WAYS, 1)))
    done(one, HUGO, Suspend())
    one.now += timedelta(hours=2)
    one.bring(mention("Bonjour Max", stranger("tom"), member("max"), 99, at=one.now))  # Hugo's portrait is made with it
    before = one.rows()
    talk = (mention(f"Bonjour Léa {n}", stranger(f"t{n}", bio=HUGO.bio), LEA, n, at=one.now) for n in range(100, 160))
    one.bring(*talk)
    assert set(one.grown(before)) <= {"toll", "sketch"}
