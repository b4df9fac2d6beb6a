"""Handing a dossier over takes two people, or a day; each export stands in the trail, and for whom only I can read."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from bot.dossier import drafting, identity
from bot.dossier.handing import EVENT, Wanted, asked_for, hand_over, meaning, prepare, unchanged
from bot.dossier.rendering import Rendering
from bot.dossier.staging import Where
from bot.errors import Refused
from bot.evidence.master import MasterKey
from bot.model.proposal import Kind, Standing
from bot.model.seat import Grant, Role, Seat
from bot.people.admission import Admission
from bot.people.agreeing import ALONE, Agreeing
from bot.store import cases, dossiers
from bot.store.database import Store
from tests.dossier.shield import HE, NOW, case_of, chain, draft, files
from tests.dossier.steps import killed, steps

LAWYER = "Maître Durand"
WANTED = Wanted(Rendering.REDACTED, LAWYER)
LATER = NOW + timedelta(hours=1)


class Hands:
    """Camille and Dominique, who hand a dossier over."""

    def __init__(self, store, folder):
        self.store = store
        self.place = folder / "plainte"
        self.where = Where(self.place, folder / "exports")
        self.admission = Admission(store)
        self.camille = self.admission.holder("camille", "camille", NOW - timedelta(days=9))
        self.steps = steps()
        self.made = []
        self.draft = drafting.begin(store, draft(subject=case_of(store, HE)), NOW)

    def dominique(self):
        one = Seat(id="", person="camille", name="Dominique", role=Role.DELEGATE, also=frozenset({Grant.EXPORT}))
        return self.admission.invite(one, "camille", NOW - timedelta(days=9))

    def agreeing(self):
        return Agreeing(self.store, {Kind.DOSSIER: self.perform})

    def perform(self, proposal, now):
        asked = asked_for(self.store, proposal)
        self.made.append(hand_over(self.store, asked, self.where, self.steps, now, lambda _: None))

    def asked(self):
        asked = prepare(self.store, self.draft, WANTED, self.camille.name, NOW)
        return self.agreeing().propose(self.camille, Kind.DOSSIER, meaning(asked), NOW)

    def exported(self):
        return [entry.payload for entry in chain(self.store) if entry.event == EVENT]


@pytest.fixture
def hands(store, tmp_path):
    return Hands(store, tmp_path)


def test_nobody_hands_it_over_alone(hands):
    other = hands.dominique()
    proposal = hands.asked()
    assert proposal.due_at is None
    assert hands.agreeing().due(["camille"], NOW + timedelta(days=30)) == []
    assert not hands.agreeing().do(proposal, LATER)
    hands.agreeing().agree(proposal.id, other, LATER)
    assert hands.agreeing().do(proposal, LATER)
    assert hands.place.exists()
    assert not hands.agreeing().do(proposal, LATER)
    assert len(hands.made) == 1


def test_if_i_am_alone_it_takes_a_day_in_which_i_can_go_back(hands):
    proposal = hands.asked()
    assert proposal.due_at == NOW + ALONE
    assert hands.agreeing().due(["camille"], NOW + ALONE - timedelta(minutes=1)) == []
    assert not hands.agreeing().do(proposal, LATER)
    hands.agreeing().withdraw(proposal.id, hands.camille, LATER)
    assert not hands.agreeing().do(proposal, NOW + 2 * ALONE)
    assert not hands.place.exists()


def test_it_stands_in_the_trail_with_its_digest_and_for_whom_by_a_name_of_ours(hands):
    assert hands.agreeing().do(hands.asked(), NOW + ALONE)
    (line,) = hands.exported()
    (made,) = hands.made
    assert (line["digest"], line["facts"], line["rendering"]) == (made.digest, made.facts, "redacted")
    assert (line["by"], line["dossier"]) == ("camille", hands.draft.id)
    assert len(line["recipient"]) == 32
    assert LAWYER not in str([entry.payload for entry in chain(hands.store)])
    (told,) = drafting.handovers(hands.store, "camille")
    assert (told.recipient, told.digest, told.facts, told.at) == (LAWYER, made.digest, made.facts, NOW)


def test_signed_or_not_its_content_has_one_digest_and_the_chain_names_the_key_before(hands):
    asked = asked_for(hands.store, hands.asked())
    (key,) = (entry for entry in chain(hands.store) if entry.event == identity.EVENT)
    assert datetime.fromisoformat(key.at) <= asked.at
    unsigned = hand_over(hands.store, asked, hands.where, steps(sign=lambda _: None), LATER, lambda _: None)
    asked = drafting.handovers(hands.store, "camille")[0]
    signed = hand_over(
        hands.store, asked, hands.where._replace(place=hands.place.with_name("signed")), steps(), LATER, lambda _: None
    )
    assert [line["content"] for line in hands.exported()] == [unsigned.digest, unsigned.digest]
    assert [line["digest"] for line in hands.exported()] == [unsigned.digest, signed.digest]
    assert signed.digest != unsigned.digest


def test_what_was_said_to_nobody_is_written_in_clear_nowhere(hands, tmp_path):
    hands.asked()
    drafting.keep(hands.store, msgspec.structs.replace(hands.draft, witnesses=("Madame Petit",)))
    hands.store.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("kept.db*"))
    assert LAWYER.encode() not in raw
    assert b"Petit" not in raw


def test_whoever_changes_the_draft_needs_to_ask_again(hands):
    proposal = hands.asked()
    hands.draft = msgspec.structs.replace(hands.draft, witnesses=("Madame Petit",))
    drafting.keep(hands.store, hands.draft)
    with pytest.raises(Refused, match="changed"):
        hands.agreeing().do(proposal, NOW + ALONE)
    assert not hands.place.exists()
    assert hands.exported() == []
    assert not unchanged(hands.store, asked_for(hands.store, proposal), hands.draft)


@pytest.mark.parametrize("other", [{"rendering": Rendering.SEALED}, {"keys": ("age1other",)}])
def test_what_was_agreed_to_is_made_in_no_other_rendering_and_for_nobody_else_to_open(hands, other):
    proposal = hands.asked()
    hands.steps = hands.steps._replace(**other)
    with pytest.raises(Refused, match="as it was asked for"):
        hands.agreeing().do(proposal, NOW + ALONE)
    assert not hands.place.exists()


def test_accounts_that_came_to_the_case_since_are_not_in_what_was_agreed_to(hands):
    proposal = hands.asked()
    with hands.store.writing() as connection:
        cases.join(connection, hands.draft.subject, [("camille", "bluesky:did:plc:autre")], "camille", LATER)
    assert hands.agreeing().do(proposal, NOW + ALONE)
    assert "did:plc:autre" not in (hands.place / "data" / "chronology.json").read_text()


def test_who_lost_the_right_since_has_nobody_agree_to_what_they_proposed(hands):
    other = hands.dominique()
    asked = prepare(hands.store, hands.draft, WANTED, other.name, NOW)
    proposal = hands.agreeing().propose(other, Kind.DOSSIER, meaning(asked), NOW)
    hands.admission.revoke(other, "camille", LATER)
    with pytest.raises(Refused, match="no right"):
        hands.agreeing().agree(proposal.id, hands.camille, LATER)


def test_what_came_after_it_was_asked_for_is_not_in_it(hands, store):
    before = hands.asked()
    asked = asked_for(store, before)
    assert asked.at == NOW
    assert hands.agreeing().do(before, NOW + ALONE)
    told = (hands.place / "data" / "chronology.json").read_text()
    assert '"made_at":"2027-01-15T09:00:00Z"' in told


def test_interrupted_after_it_was_written_down_it_is_made_again_and_written_down_once(hands):
    proposal = hands.asked()
    there = steps(bag=lambda folder, about: steps().bag(folder, about))

    class Interrupted(Exception):
        pass

    def renamed(folder, file):
        raise Interrupted

    hands.steps = there._replace(ending=".zip", seal=renamed)
    with pytest.raises(Interrupted):
        hands.agreeing().do(proposal, NOW + ALONE)
    assert hands.exported() == []
    hands.steps = there
    assert hands.agreeing().do(proposal, NOW + ALONE)
    digest = hands.made[0].digest
    again = asked_for(hands.store, proposal)
    assert hand_over(hands.store, again, hands.where, there, LATER, lambda _: None).digest == digest
    other = hands.place.with_name("ailleurs")
    assert (
        hand_over(hands.store, again, hands.where._replace(place=other), there, LATER, lambda _: None).digest == digest
    )
    assert files(other) == files(hands.place)
    assert len(hands.exported()) == 1


def test_killed_after_it_was_written_down_it_is_told_truly_and_made_again_the_same(hands):
    proposal = hands.asked()
    child, url, key = os.fork(), hands.store.url, hands.store.master.reveal()
    if child == 0:
        hands.store = Store(url, MasterKey(key))
        Path.rename = killed  # its last step
        hands.agreeing().do(proposal, NOW + ALONE)
        os._exit(0)  # never: it was killed
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert not hands.place.exists()
    (line,) = hands.exported()
    assert hands.agreeing().do(proposal, NOW + ALONE)
    (made,) = hands.made
    assert made.before == made.digest == line["digest"]
    assert hands.exported() == [line]
    assert hands.place.exists()


def test_made_again_otherwise_both_stand_in_the_trail(hands, monkeypatch):
    proposal = hands.asked()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", raises)
        with pytest.raises(OSError, match="gone"):
            hands.agreeing().do(proposal, NOW + ALONE)
    hands.steps = steps(tabulate=lambda contents, folder: (folder / "chronology.json").write_text("other"))
    assert hands.agreeing().do(proposal, NOW + ALONE)
    (made,) = hands.made
    assert [line["digest"] for line in hands.exported()] == [made.before, made.digest]
    assert made.before != made.digest


def raises(*_):
    raise OSError("the disk is gone")


def test_what_was_asked_for_is_altered_by_nobody_afterwards(hands, store):
    proposal = hands.asked()
    altered = msgspec.structs.replace(asked_for(store, proposal), recipient="Quelqu’un d’autre")
    with store.writing() as connection:
        dossiers.hand(connection, store.master, altered)
    with pytest.raises(Refused, match="not what was agreed to"):
        hands.agreeing().do(proposal, NOW + ALONE)
    assert not hands.place.exists()


def test_of_two_who_make_it_at_the_same_moment_one_does(hands):
    asked = asked_for(hands.store, hands.asked())
    other = hands.place.with_name("ailleurs")

    def beside(folder, about):
        if not other.exists():
            hand_over(hands.store, asked, hands.where._replace(place=other), steps(), LATER, lambda _: None)
        return steps().bag(folder, about)

    with pytest.raises(Refused, match="at the same time"):
        hand_over(hands.store, asked, hands.where, steps(bag=beside), LATER, lambda _: None)
    assert (other.exists(), hands.place.exists(), len(hands.exported())) == (True, False, 1)


def test_a_proposal_about_something_else_is_no_dossier(hands):
    other = hands.agreeing().propose(hands.camille, Kind.EXPORT, "{}", NOW)
    with pytest.raises(Refused, match="no dossier"):
        asked_for(hands.store, other)
    assert other.standing is Standing.WAITING
