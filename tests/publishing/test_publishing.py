"""Nobody is in my list because I muted them: somebody chose them, nothing spoke against it, and two people agreed."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from bot.blocklists.change import Cause, Policy, Type
from bot.blocklists.signing import check, digest
from bot.blocklists.snapshot import fold
from bot.errors import Refused
from bot.model.leak import LeakKind
from bot.model.proposal import Kind
from bot.model.reason import Severity
from bot.people.admission import Admission
from bot.people.review import Review
from bot.publishing import making, publishing, rewording, undoing
from bot.publishing.editions import before, public
from bot.publishing.refusing import Cannot
from bot.publishing.scan import GivesAway
from bot.publishing.terms import terms
from bot.publishing.upkeep import let_go, look_after
from bot.store import candidates, editions, erasure, proposals, relations, signers
from bot.store.candidates import Standing
from bot.vault.keeping import add

THREAT = "did:plc:rancunier"
AGAIN = "did:plc:suiveur"
FRIEND = "did:plc:voisine"


def test_my_mutes_stay_mine_until_i_name_a_rule_for_the_list(publisher):
    publisher.make(rules=())
    assert publisher.by_rules() == 0
    making.alter(
        publisher.store, publisher.whose, "Protégée", publishing.terms(publisher.whose), "camille", publisher.now
    )
    assert (publisher.held, publisher.chosen) == ({}, set())


def test_a_rule_i_named_puts_forward_whom_it_muted_and_nobody_twice(publisher):
    publisher.make()
    assert publisher.by_rules() == 2
    assert publisher.by_rules() == 0
    assert publisher.chosen == {THREAT, AGAIN}
    one = publisher.of(Standing.CHOSEN)[0].change
    assert (one.policy, one.cause, one.cause_ref) == (Policy.FILTER, Cause.RULE, "menace")
    assert len(one.evidence) == 64
    assert "retrouverai" not in repr(one)


def test_whom_i_lifted_no_rule_puts_forward(publisher):
    publisher.make()
    with publisher.store.writing() as connection:
        relations.relate(connection, "camille", f"bluesky:{THREAT}", lifted=True)
    publisher.by_rules()
    assert publisher.chosen == {AGAIN}


def test_whom_i_lifted_after_they_were_chosen_waits_for_my_word(publisher):
    publisher.make()
    publisher.by_rules()
    one = publisher.propose()
    with publisher.store.writing() as connection:
        relations.relate(connection, "camille", f"bluesky:{THREAT}", lifted=True)
    publisher.now += timedelta(days=1)
    publisher.agreeing.do(one, publisher.now)
    assert (set(publisher.entries), publisher.held) == ({AGAIN}, {THREAT: {"lifted"}})


def test_whom_i_left_out_no_rule_puts_forward_again(publisher):
    publisher.make()
    publisher.by_rules()
    for one in publisher.of(Standing.CHOSEN):
        publisher.choosing.leave("protegee", one.id, "camille", publisher.now)
    assert publisher.by_rules() == 0
    assert publisher.chosen == set()


def test_whom_i_follow_trust_or_do_not_know_waits_for_a_human(publisher):
    publisher.make(floor=5)
    Review(publisher.store).trust("camille", f"bluesky:{AGAIN}", "camille", publisher.now)
    publisher.choose(FRIEND, AGAIN, "@quelquun@ailleurs.test", "serveur.test")
    assert publisher.held == {
        FRIEND: {"followed", "unknown"},
        AGAIN: {"trusted", "lifted", "unknown"},
        "quelquun@ailleurs.test": {"unknown"},
        "serveur.test": {"domain"},
    }
    assert publisher.chosen == set()
    with pytest.raises(Refused, match="nobody is chosen"):
        publisher.propose()


def test_what_is_chosen_comes_with_a_version_that_is_signed_and_a_second_time_adds_nothing(publisher):
    publisher.sign()
    publisher.make()
    publisher.by_rules()
    one = publisher.propose()
    assert publisher.entries == {}
    publisher.now += timedelta(days=1)
    assert publisher.agreeing.do(one, publisher.now)
    log = publisher.log
    publishing.publish(publisher.store, publisher.shield, one, publisher.now)
    assert publisher.log == log
    assert set(publisher.entries) == {THREAT, AGAIN}
    with publisher.store.reading() as connection:
        edition = editions.edition(connection, publisher.whose.id, 1)
        (key,) = signers.keys(connection)
    seal = digest(before(publisher.whose, 1), map(public, fold(log).values()))
    assert check(edition.note, key.verifier, "protegee", seal) == 1
    assert (edition.changes, edition.entries, edition.digest) == (2, 2, seal)
    assert publisher.events().count("list:published") == 1
    entry = publisher.entries[THREAT]
    assert entry.expires_at - publisher.now == timedelta(days=365)


def test_whom_i_came_to_trust_meanwhile_is_held_back_and_who_was_left_out_stays_out(publisher):
    publisher.make()
    publisher.by_rules()
    one = publisher.propose()
    Review(publisher.store).trust("camille", f"bluesky:{THREAT}", "camille", publisher.now)
    publisher.now += timedelta(days=1)
    publisher.agreeing.do(one, publisher.now)
    assert set(publisher.entries) == {AGAIN}
    assert publisher.held == {THREAT: {"trusted", "lifted"}}


def test_who_is_chosen_after_the_draft_was_proposed_is_not_in_it(publisher):
    publisher.make()
    publisher.by_rules()
    one = publisher.propose()
    (late,) = publisher.choose("@tard@ailleurs.test")
    publisher.confirm(late)
    with pytest.raises(Refused, match="waits for agreement already"):
        publisher.propose()
    publisher.now += timedelta(days=1)
    publisher.agreeing.do(one, publisher.now)
    assert set(publisher.entries) == {THREAT, AGAIN}
    assert publisher.chosen == {"tard@ailleurs.test"}


def test_a_draft_that_changed_since_i_looked_is_not_proposed(publisher):
    publisher.make()
    publisher.by_rules()
    seen = publishing.draft(publisher.store, "camille", "protegee").stamp
    publisher.choosing.leave("protegee", publisher.of(Standing.CHOSEN)[0].id, "camille", publisher.now)
    with pytest.raises(Refused, match="changed meanwhile"):
        publishing.prepare(publisher.store, "camille", "protegee", seen, [])


def test_one_private_thing_and_nothing_is_written(publisher):
    add(publisher.store, "camille", LeakKind.PHONE, "06 39 98 12 34", "camille", publisher.now)
    with pytest.raises(GivesAway, match="description") as found:
        publisher.make(description="Joindre au 0639981234")
    assert "1234" not in str(found.value)
    publisher.make()
    with pytest.raises(GivesAway, match="comment") as found:
        publisher.choose("@x@ailleurs.test", comment="m’a donné 06.39.98.12.34")
    assert "9812" not in str(found.value)
    assert publisher.held == {}
    assert publisher.log == []


def test_what_came_into_the_vault_after_the_proposal_keeps_it_from_leaving(publisher):
    publisher.make()
    (two,) = publisher.choose("@helene.lacaille@ailleurs.test")
    publisher.confirm(two)
    proposal = publisher.propose()
    add(publisher.store, "camille", LeakKind.NAME, "Hélène Lacaille", "camille", publisher.now)
    publisher.now += timedelta(days=1)
    publisher.agreeing.do(proposal, publisher.now)
    assert publisher.log == []
    assert publisher.events()[-2:] == ["list:withheld", "proposal:done"]
    with pytest.raises(GivesAway, match="name"):
        publisher.propose()
    with publisher.store.writing() as connection:  # every test looks through the database for what is in the vault
        candidates.remove(connection, publisher.whose.id, [two.entity])


def test_an_entry_goes_by_itself_when_its_time_is_over(publisher):
    publisher.make(expiry_days=10, review_days=5)
    publisher.by_rules()
    publisher.publish()
    publisher.now += timedelta(days=6)
    shields = {"camille": publisher.shield}
    look_after(publisher.store, shields, publisher.now)
    with publisher.store.reading() as connection:
        assert editions.to_review(connection, publisher.whose.id, publisher.now) == 2
    publisher.now += timedelta(days=5)
    for _ in range(2):
        let_go(publisher.store, shields, publisher.now)
    look_after(publisher.store, shields, publisher.now)
    assert publisher.entries == {}
    assert publisher.events().count("list:expired") == 1
    assert publisher.held == {THREAT: {"before"}, AGAIN: {"before"}}


def test_a_version_is_undone_but_for_what_somebody_said_since(publisher):
    publisher.make()
    publisher.by_rules()
    publisher.publish()
    for one in publisher.choose(AGAIN, "@autre@ailleurs.test"):
        publisher.confirm(one) if one.standing is Standing.HELD else None
    publisher.publish()
    assert publisher.entries[AGAIN].policy is Policy.REJECT
    assert undoing.undo(publisher.store, "camille", "protegee", 2, "camille", publisher.now) == 2
    assert publisher.entries[AGAIN].policy is Policy.FILTER
    assert set(publisher.entries) == {THREAT, AGAIN}
    assert undoing.undo(publisher.store, "camille", "protegee", 2, "camille", publisher.now) == 0
    assert undoing.undo(publisher.store, "camille", "protegee", 1, "camille", publisher.now) == 1
    assert set(publisher.entries) == {AGAIN}


def test_what_an_undo_took_off_no_second_undo_puts_back(publisher):
    publisher.make()
    publisher.by_rules()
    publisher.publish()
    undoing.undo(publisher.store, "camille", "protegee", 1, "camille", publisher.now)
    with pytest.raises(Cannot, match="publication"):
        undoing.undo(publisher.store, "camille", "protegee", 2, "camille", publisher.now)
    assert publisher.entries == {}


def test_who_was_taken_off_while_a_version_waited_is_not_put_back_by_it(publisher):
    publisher.make()
    publisher.by_rules()
    publisher.publish()
    entity = publisher.entries[THREAT].entity
    for one in publisher.choose(f"bluesky:{THREAT}", severity=Severity.MEDIUM):
        publisher.confirm(one) if one.standing is Standing.HELD else None
    waiting = publisher.propose()
    undoing.retract(publisher.store, "camille", "protegee", [entity], "camille", publisher.now)
    publisher.now += timedelta(days=1)
    assert publisher.agreeing.do(waiting, publisher.now)
    assert THREAT not in publisher.entries
    assert publisher.held == {THREAT: {"before"}}


def test_undoing_never_brings_back_who_was_taken_off(publisher):
    publisher.make()
    publisher.by_rules()
    publisher.publish()
    entity = publisher.entries[THREAT].entity
    assert undoing.retract(publisher.store, "camille", "protegee", [entity], "camille", publisher.now) == 1
    assert undoing.retract(publisher.store, "camille", "protegee", [entity], "camille", publisher.now) == 0
    assert undoing.undo(publisher.store, "camille", "protegee", 2, "camille", publisher.now) == 0
    assert set(publisher.entries) == {AGAIN}
    assert publisher.log[-1].type is Type.RETRACTION


def test_who_is_erased_is_put_forward_no_more(publisher):
    publisher.make()
    publisher.by_rules()
    with publisher.store.writing() as connection:
        erasure.forget_authors(connection, "camille", [f"bluesky:{THREAT}"])
    assert publisher.chosen == {AGAIN}


def test_an_undo_that_was_interrupted_goes_on_where_it_was(publisher, monkeypatch):
    publisher.make()
    for one in publisher.choose(*(f"@compte{number}@ailleurs.test" for number in range(7))):
        publisher.confirm(one)
    publisher.publish()
    monkeypatch.setattr(undoing, "AT_ONCE", 3)
    seen = []

    def killed(count):
        seen.append(count)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undoing.undo(publisher.store, "camille", "protegee", 1, "camille", publisher.now, killed)
    assert len(publisher.entries) == 4
    assert undoing.undo(publisher.store, "camille", "protegee", 1, "camille", publisher.now) == 4
    retracted = [one.entity for one in publisher.log if one.type is Type.RETRACTION]
    assert len(retracted) == len(set(retracted)) == 7


def reworded(publisher, **others):
    """What is left to two, once I change the list."""
    one = publisher.whose
    chosen = replace(terms(one), **{name: value for name, value in others.items() if name != "title"})
    return making.alter(
        publisher.store, one, others.get("title", one.title), chosen, "camille", publisher.now + timedelta(minutes=1)
    )


def propose_words(publisher, words):
    waiting = publisher.agreeing.open("camille")
    meant = rewording.prepare(publisher.store, "camille", "protegee", words, waiting)
    seat = Admission(publisher.store).holder("camille", "test", publisher.now)
    return publisher.agreeing.propose(seat, Kind.REWORD, msgspec.json.encode(meant).decode(), publisher.now)


def test_what_my_list_says_of_itself_is_mine_to_change_until_it_is_published(publisher):
    publisher.make()
    assert reworded(publisher, title="Autre", description="Qui insulte.") == {}
    assert (publisher.whose.title, terms(publisher.whose).description) == ("Autre", "Qui insulte.")


def test_once_published_it_takes_two_and_is_signed_anew(publisher):
    publisher.sign()
    publisher.make(description="Qui menace.", bluesky="camille.test")
    publisher.by_rules()
    publisher.publish()
    words = reworded(publisher, title="Tous", description="Qui me déplaît.", floor=7, contest="nulle part", bluesky="")
    assert words == {"title": "Tous", "description": "Qui me déplaît.", "contest": "nulle part"}
    kept = terms(publisher.whose)
    assert (publisher.whose.title, kept.description, kept.contest) == ("Protégée", "Qui menace.", "")
    assert (kept.floor, kept.bluesky) == (7, "")  # whom it holds back is ours, and to stand there no more needs nobody
    one = propose_words(publisher, words)
    with pytest.raises(Cannot, match="waits for agreement"):
        propose_words(publisher, words)
    assert not publisher.agreeing.do(one, publisher.now)
    publisher.now += timedelta(days=1)
    assert publisher.agreeing.do(one, publisher.now)
    rewording.reword(publisher.store, one, publisher.now)
    whose = publisher.whose
    assert (whose.title, terms(whose).description, whose.version) == ("Tous", "Qui me déplaît.", 2)
    with publisher.store.reading() as connection:
        edition = editions.edition(connection, whose.id, 2)
        (key,) = signers.keys(connection)
    seal = digest(before(whose, 2), map(public, fold(publisher.log).values()))
    assert check(edition.note, key.verifier, "protegee", seal) == 2
    assert publisher.events().count("list:reworded") == 1
    assert set(publisher.entries) == {THREAT, AGAIN}


def test_words_that_hold_something_private_by_now_are_not_said(publisher):
    publisher.make()
    publisher.by_rules()
    publisher.publish()
    one = propose_words(publisher, {"title": "La liste de Hélène Lacaille"})
    add(publisher.store, "camille", LeakKind.NAME, "Hélène Lacaille", "camille", publisher.now)
    publisher.now += timedelta(days=1)
    publisher.agreeing.do(one, publisher.now)
    assert publisher.whose.title == "Protégée"
    assert publisher.events()[-2:] == ["list:withheld", "proposal:done"]
    with publisher.store.writing() as connection:  # as above: the proposal names it
        proposals.put(connection, replace(publisher.agreeing.done("camille")[0], detail="{}"))
