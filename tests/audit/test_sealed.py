"""Hour by hour my evidence is sealed, and whoever takes from it, adds to it or writes it anew is found."""

import pytest

from bot.audit import Known, audit_unopened
from bot.evidence.chain import Head
from bot.evidence.checkpoint import Signer, Verifier, parse, sign
from bot.store import checkpoints, signers, write
from bot.trail.checkpoints import ENTRIES, rotate, round_of_checkpoints
from tests.audit.trail import HOUR, LAST, PERSON


def notes(trail):
    return [parse(note) for (note,) in trail.ask("SELECT note FROM checkpoint ORDER BY number")]


def test_my_first_evidence_is_sealed_at_once_and_then_every_hour_in_which_something_came(trail):
    trail.seal()
    assert trail.events() == ["key:made", "checkpoint"]
    trail.keep(b"first")
    trail.seal()
    assert trail.events()[2:] == ["mention:judged"]
    trail.now += HOUR
    trail.seal()
    assert trail.events()[3:] == ["checkpoint"]


def test_a_quiet_day_adds_nothing(trail):
    trail.live(hours=1)
    before = trail.events()
    for _ in range(24):
        trail.now += HOUR
        trail.seal()
    assert trail.events() == before


def test_a_raid_is_sealed_before_the_hour_is_over(trail):
    trail.seal()
    for _ in range(ENTRIES):
        trail.keep(b"one of very many")
    trail.seal()
    assert trail.events()[-1] == "checkpoint"


def test_after_a_week_of_downtime_one_checkpoint_stands_for_all_of_it(trail):
    trail.live(hours=2)
    trail.keep(b"just before the machine went down")
    trail.now += 168 * HOUR
    trail.seal()
    trail.seal()
    assert trail.events()[-2:] == ["mention:judged", "checkpoint"]


def test_a_clock_set_back_does_not_keep_my_evidence_from_being_sealed(trail):
    trail.live(hours=2)
    trail.now -= 48 * HOUR
    trail.keep(b"when the clock was wrong")
    trail.seal()
    assert trail.events()[-1] == "checkpoint"


def test_a_checkpoint_names_neither_me_nor_anybody(trail):
    trail.live(hours=2)
    for note in notes(trail):
        assert PERSON not in note.text + note.origin
    assert len({note.origin for note in notes(trail)}) == 1


def test_two_people_of_one_installation_have_origins_of_their_own(trail):
    trail.live(hours=1)
    with trail.store.writing() as connection:
        write.append(connection, "dominique", [(trail.now, "noted", {})])
    round_of_checkpoints(trail.store, ["dominique"], {}, trail.now)
    origins = {origin.partition("\n")[0] for (origin,) in trail.ask("SELECT note FROM checkpoint")}
    assert len(origins) == 2
    assert len({origin.rpartition("/")[0] for origin in origins}) == 1


def test_a_trail_that_was_left_alone_holds(trail):
    trail.live()
    found = trail.audit()
    assert (found.valid, found.checkpoints, found.exhibits) == (True, 3, 6)
    assert found.sealed == found.entries - 1 == found.intact - 1
    (unopened,) = audit_unopened(trail.store)
    assert (unopened.valid, unopened.unread) == (True, 6)


def test_a_new_key_is_tied_to_the_one_before_and_every_chain_says_so(trail):
    trail.live(hours=1)
    rotate(trail.store, [PERSON], trail.now, "camille")
    trail.live(hours=2)
    with trail.store.reading() as connection:
        old, new = (key.verifier.id for key in signers.keys(connection))
    assert [[line.id for line in note.signatures] for note in notes(trail)] == [[old], [new, old], [new]]
    (rotated,) = [entry for entry in trail.entries() if entry.event == "key:rotated"]
    assert (rotated.payload["replaces"], rotated.payload["key"], rotated.payload["by"]) == (old, new, "camille")
    assert trail.audit().valid


def test_the_private_key_stands_nowhere_in_the_open(trail):
    trail.live(hours=1)
    with trail.store.reading() as connection:
        key = signers.signing(connection)
    assert len(key.wrapped) == 32 + 28
    assert key.opened(trail.store.master).verifier == key.verifier


HARMS = {
    "the newest entries cut off": f"DELETE FROM entry WHERE number >= {LAST} - 1",
    "a whole hour cut off": f"DELETE FROM entry WHERE number > {LAST} - 4",
    "an entry altered": "UPDATE entry SET event = 'nothing:happened' WHERE number = 2",
    "an entry taken out": "DELETE FROM entry WHERE number = 2",
    "a checkpoint removed": "DELETE FROM checkpoint WHERE number = (SELECT min(number) FROM checkpoint)",
    "all checkpoints removed": "DELETE FROM checkpoint",
    "the newest checkpoint removed": "DELETE FROM checkpoint WHERE number = (SELECT max(number) FROM checkpoint)",
    "a checkpoint moved": "UPDATE checkpoint SET number = number - 1 WHERE number = (SELECT max(number) FROM checkpoint)",
    "a checkpoint's seal altered": "UPDATE checkpoint SET seal = 'ab' || substr(seal, 3)",
    "a note altered": "UPDATE checkpoint SET note = replace(note, 'rempart', 'rampart')",
    "an exhibit taken out": "DELETE FROM exhibit WHERE id = (SELECT id FROM exhibit ORDER BY id LIMIT 1)",
}


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_is_done_to_my_trail_is_found(trail, harm):
    trail.live()
    assert trail.change(HARMS[harm])
    assert not trail.audit().valid
    (unopened,) = audit_unopened(trail.store)
    assert not unopened.valid


def test_what_fails_is_named_and_what_still_holds_is_counted(trail):
    trail.live()
    trail.change("UPDATE entry SET event = 'nothing:happened' WHERE number = 2")
    found = trail.audit()
    assert found.faults == ("entry 2 is not what was sealed",)
    assert (found.intact, found.checkpoints) == (1, 3)


def test_a_chain_cut_below_its_newest_checkpoint_says_how_far_it_had_come(trail):
    trail.live()
    reached = trail.ask("SELECT max(number) FROM checkpoint")[0][0]
    trail.change("DELETE FROM entry WHERE number >= :reached", reached=reached)
    faults = "\n".join(trail.audit().faults)
    assert "no entry names it: the chain was cut off after it" in faults
    assert f"entry {reached} is not there: the chain ends with entry {reached - 1}" in faults


def cut_without_a_trace(trail):
    """As somebody would who holds the database: entries and checkpoints up to the first hour, and nothing after it."""
    kept = trail.ask("SELECT min(number) FROM checkpoint")[0][0]
    trail.change("DELETE FROM checkpoint WHERE number > :kept", kept=kept)
    trail.change("DELETE FROM exhibit WHERE id IN (SELECT id FROM exhibit ORDER BY id DESC LIMIT 4)")
    trail.change("DELETE FROM entry WHERE number > :kept + 1", kept=kept)


def test_a_trail_cut_without_a_trace_is_found_by_whoever_kept_a_checkpoint(trail):
    trail.live()
    kept = notes(trail)[-1]
    head = trail.entries()[-1].head
    cut_without_a_trace(trail)
    assert trail.audit().valid
    for known in (Known(notes=(kept,)), Known(heads={PERSON: head})):
        assert not trail.audit(known).valid


def test_a_trail_written_anew_with_another_key_is_found_by_whoever_noted_the_key(trail):
    trail.live()
    with trail.store.reading() as connection:
        noted = signers.signing(connection).verifier
    assert trail.audit(Known(verifiers=(noted,))).valid
    forged = Signer("rempart/0123456789abcdef", b"7" * 32)
    assert not trail.audit(Known(verifiers=(forged.verifier,))).valid


def test_a_checkpoint_signed_by_nobody_we_know_is_no_checkpoint_of_ours(trail):
    trail.live()
    number, seal = trail.ask("SELECT number, seal FROM checkpoint ORDER BY number DESC")[0]
    origin = notes(trail)[0].origin
    forged = sign(origin, Head(number=number, seal=seal), [Signer(origin.rpartition("/")[0], b"7" * 32)])
    trail.change("UPDATE checkpoint SET note = :note WHERE number = :number", note=forged, number=number)
    faults = trail.audit().faults
    assert any("not the one that the chain names" in fault for fault in faults)
    assert any("no key that is known signed it" in fault for fault in faults)


def test_a_checkpoint_of_a_chain_that_is_not_here_is_refused(trail):
    trail.live()
    stranger = parse(sign("rempart/x/y", Head(number=2, seal="ab" * 32), [Signer("rempart/x", b"7" * 32)]))
    assert not trail.audit(Known(notes=(stranger,))).valid


def test_the_key_that_the_chain_names_is_the_one_that_signs(trail):
    trail.live(hours=1)
    (made,) = [entry for entry in trail.entries() if entry.event == "key:made"]
    with trail.store.reading() as connection:
        assert Verifier.parse(made.payload["verifier"]) == signers.signing(connection).verifier
        assert checkpoints.newest(connection, PERSON).note.startswith("rempart/")
