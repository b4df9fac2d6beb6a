"""What I can show a court of a post that was deleted: that it stood in its author's repository, word for word."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Unproven
from bot.evidence.car import LARGEST
from bot.evidence.cbor import decode
from bot.evidence.didkey import K256, P256
from bot.evidence.examine import examine
from bot.evidence.origin import (
    DOCUMENT,
    LOG,
    ORIGIN,
    REFUSED,
    REPOSITORY,
    Asked,
    Origin,
    Outcome,
    digest,
    gather,
    parsed,
    written,
)
from bot.evidence.proof import Claim, Limit, Standing
from bot.evidence.repository import shown
from bot.platforms.port import Captured
from tests.evidence.repositories import (
    NOON,
    POSTS,
    Author,
    Key,
    car,
    everything,
    flipped,
    log_of,
    name_of,
    operation,
    pieces,
    put,
)
from tests.timing import seconds


@pytest.fixture(scope="module")
def author():
    return Author()


@pytest.fixture(scope="module")
def small():
    """One with few posts, since each byte is tried."""
    return Author(records=3)


def with_raw(kept, what, raw):
    """The same pieces, one of them altered after it was taken."""
    return [msgspec.structs.replace(one, raw=raw) if one.what == what else one for one in kept]


@pytest.mark.parametrize("curve", [K256, P256])
def test_what_was_written_to_me_is_proven_by_the_server_that_held_it(curve):
    author = Author(curve)
    proof = examine(everything(author))
    assert proof.verified
    assert proof.standing is Standing.PRESENT
    assert decode(proof.content) == {"text": "bonjour 31"}
    assert (proof.cid, proof.key) == (author.cid, author.key.did)
    assert set(proof.claims) == {Claim.RECORD, Claim.KEY_BY_LOG, Claim.SHOWN}
    assert set(proof.limits) == {Limit.HELD_BY_SERVER, Limit.TIMES_CLAIMED, Limit.DIRECTORY_TIMES}


def test_that_it_is_gone_is_proven_too_and_says_nothing_of_before(author):
    author.rkey = "3labc00009999"
    try:
        kept = pieces(author.uri, "bafy", repository=author.car(), log=author.log, document=author.document)
    finally:
        author.rkey = "3labc00000031"
    proof = examine(kept)
    assert proof.verified
    assert proof.standing is Standing.ABSENT
    assert Claim.ABSENCE in proof.claims
    assert Limit.NOT_BEFORE in proof.limits


def test_another_version_than_the_one_i_read_is_told_from_it(author):
    came = {"repository": author.car(), "log": author.log, "document": author.document}
    assert Limit.OTHER_VERSION in examine(pieces(author.uri, "bafyother", **came)).limits


@pytest.mark.parametrize(
    ("left_out", "claim", "limit"),
    [
        ({"log": None}, Claim.KEY_BY_DOCUMENT, Limit.LOG_MISSING),
        ({"document": None}, Claim.KEY_BY_LOG, Limit.DIRECTORY_TIMES),
        ({"view": None}, Claim.RECORD, Limit.VIEW_UNKNOWN),
        ({"view": b'{"posts":[]}'}, Claim.RECORD, Limit.SHOWN_TO_NOBODY),
        ({"view": b"<html>"}, Claim.RECORD, Limit.VIEW_UNKNOWN),
    ],
)
def test_what_is_missing_is_said_and_the_rest_still_holds(author, left_out, claim, limit):
    proof = examine(everything(author, **left_out))
    assert proof.verified
    assert claim in proof.claims
    assert limit in proof.limits


def test_without_a_key_nothing_is_claimed(author):
    proof = examine(everything(author, log=None, document=None))
    assert not proof.verified
    assert Limit.KEY_UNKNOWN in proof.limits
    assert Claim.RECORD not in proof.claims


def test_a_key_on_a_domain_of_ones_own_proves_less(author):
    did = "did:web:troll.test"
    document = author.document.replace(author.did.encode(), did.encode())
    uri = f"at://{did}/{POSTS}/{author.rkey}"
    proof = examine(pieces(uri, author.cid, repository=author.car(did=did), document=document))
    assert proof.verified
    assert Limit.DID_WEB in proof.limits
    assert Claim.KEY_BY_DOCUMENT in proof.claims


@pytest.mark.parametrize(
    ("outcome", "limit"),
    [
        (Outcome.REFUSED, Limit.REFUSED),
        (Outcome.GONE, Limit.GONE),
        (Outcome.UNREACHED, Limit.UNREACHED),
        (Outcome.NOT_ASKED, Limit.NOT_ASKED),
    ],
)
def test_when_the_author_s_server_shows_nothing_i_am_told_why(author, outcome, limit):
    body = b'{"error":"AuthMissing"}' if outcome in {Outcome.REFUSED, Outcome.GONE} else b""
    asked = Asked(what=REPOSITORY, url="https://pds.test", outcome=outcome, digest=digest(body) if body else "")
    record = Captured(what=ORIGIN, url="", raw=written(Origin(uri=author.uri, asked=(asked,))), at=NOON)
    refusal = [Captured(what=REFUSED, url="", raw=body, at=NOON)] if body else []
    proof = examine([*refusal, record])
    assert not proof.verified
    assert not proof.flaws
    assert {Limit.STREAM_ONLY, limit} <= set(proof.limits)


def test_a_key_that_was_replaced_since_still_proves_what_it_signed(author):
    later = Key()
    change = operation(author.server, name_of(author.birth), rotation=[author.recovery, author.server], key=later)
    log = log_of(author.did, (author.birth, 0, False), (change, 5, False))
    proof = examine(everything(author, log=log))
    assert proof.verified
    assert Limit.EARLIER_KEY in proof.limits
    assert (proof.key_since.hour, proof.key_until.hour) == (12, 17)


# ------------------------------------------------------------------ nothing may be altered


@pytest.mark.parametrize(("what", "which"), [(REPOSITORY, "car"), (DOCUMENT, "document"), (LOG, "log")])
def test_one_byte_changed_anywhere_after_it_was_taken_is_found(small, what, which):
    kept = everything(small)
    raw = next(one.raw for one in kept if one.what == what)
    held = [place for place in range(len(raw)) if examine(with_raw(kept, what, flipped(raw, place))).verified]
    assert held == [], which


def test_one_byte_changed_anywhere_before_it_was_taken_is_found_by_the_signatures_alone(small):
    archive, document, log = small.car(), small.document, small.log
    for place in range(len(archive)):
        assert not examine(everything(small, repository=flipped(archive, place, place % 8))).verified, place
    for place in range(len(document)):
        assert not examine(everything(small, repository=archive, document=flipped(document, place))).verified, place
    signed = log.index(b'"createdAt":"') + len(b'"createdAt":"')  # the directory's time is its word alone
    for place in [*range(signed), len(log) - 1]:
        assert not examine(everything(small, repository=archive, log=flipped(log, place))).verified, place


def test_cut_off_anywhere_it_proves_nothing(small):
    archive, kept = small.car(), everything(small)
    assert not any(
        examine(with_raw(kept, REPOSITORY, archive[:size])).verified
        or examine(everything(small, repository=archive[:size])).verified
        for size in range(0, len(archive), 3)
    )


def test_what_is_added_is_found(author):
    assert not examine(everything(author, repository=author.car() + b"\x00")).verified
    assert not examine(everything(author, log=author.log + b"x")).verified
    stray = Captured(what=REFUSED, url="", raw=b"stray", at=NOON)
    assert not examine([*everything(author), stray]).verified


def test_another_account_s_repository_or_log_proves_nothing(author):
    other = Author()
    assert not examine(everything(author, repository=other.car())).verified
    assert not examine(everything(author, repository=other.car(did=author.did))).verified
    assert not examine(everything(author, log=other.log)).verified
    assert not examine(everything(author, document=other.document)).verified


def test_another_record_of_the_same_author_is_not_the_one(author):
    other = author.car(path=f"{POSTS}/3labc00000050")
    assert not examine(everything(author, repository=other)).verified


def test_a_signature_that_could_have_been_altered_without_the_key_is_refused(author):
    assert not examine(everything(author, repository=author.car(low=False))).verified
    assert not examine(everything(author, repository=author.car(key=Key()))).verified


@pytest.mark.parametrize("more", [{"version": 2}, {"rev": "now"}, {"prev": 7}, {"extra": 1}, {"data": "x"}])
def test_a_commit_of_another_form_is_refused(author, more):
    assert not examine(everything(author, repository=author.car(**more))).verified


def test_nothing_is_proven_without_the_record_of_what_was_asked(author):
    kept = everything(author)
    assert not examine(kept[:-1]).verified
    assert not examine([*kept, kept[-1]]).verified
    assert not examine(with_raw(kept, ORIGIN, b"{}")).verified
    assert not examine(with_raw(kept, ORIGIN, kept[-1].raw + b" ")).verified
    assert not examine([]).verified


WHOLE = Author(records=3)
MADE = {"repository": WHOLE.car(), "document": WHOLE.document, "log": WHOLE.log, "view": WHOLE.view()}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.sampled_from(sorted(MADE)), st.data())
def test_whatever_a_server_sends_is_examined_to_its_end_and_proves_nothing_new(which, data):
    raw = MADE[which]
    begin = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(begin, len(raw)))
    other = raw[:begin] + data.draw(st.binary(max_size=12)) + raw[end:]
    proof = examine(everything(WHOLE, **(MADE | {which: other})))
    assert other == raw or which in {"view", "log"} or not proof.verified
    assert not proof.verified or proof.content == examine(everything(WHOLE, **MADE)).content


@settings(max_examples=150)
@given(st.sampled_from(["document", "log"]), st.data())
def test_a_document_or_log_with_anything_in_any_place_is_examined_to_its_end(which, data):
    said = json.loads(MADE[which])
    place = said
    while isinstance(place, dict | list) and place:
        at = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[at], dict | list) or not place[at] or data.draw(st.booleans()):
            place[at] = data.draw(values)
            break
        place = place[at]
    for left_out in ({}, {"log": None}):
        examine(everything(WHOLE, **(MADE | {which: json.dumps(said).encode()} | left_out)))


# ------------------------------------------------------------------ in custody


def test_pieces_find_their_record_among_those_of_others(author):
    other = Author()
    first, second = everything(author), everything(other)
    mixed = [one for pair in zip(first, second, strict=True) for one in pair]
    assert [examine(group).uri for group in gather(mixed)] == [author.uri, other.uri]
    assert all(examine(group).verified for group in gather(mixed))
    assert all(examine(group).verified for group in gather(reversed(mixed)))


def test_what_was_lost_from_custody_is_missed(author):
    kept = everything(author)
    (group,) = gather(kept[1:])
    assert not examine(group).verified
    assert [len(one) for one in gather(kept[:-1])] == [1, 1, 1, 1]
    profile = Captured(what="profile", url="", raw=b"{}", at=NOON)
    assert len(list(gather([profile, *kept, profile]))) == 1


def test_the_same_document_taken_twice_serves_both(author):
    groups = list(gather([*everything(author), *everything(author)]))
    assert [len(one) for one in groups] == [5, 5]


def test_the_record_of_what_was_asked_reads_back(author):
    record = everything(author)[-1].raw
    assert written(parsed(record)) == record


def test_an_archive_built_to_be_slow_is_done_with_in_seconds(author):
    """All that an archive may hold, as deep as values go; a real one takes a millisecond."""
    deep = 0
    for _ in range(60):
        deep = [deep]
    blocks = {}
    top = put(blocks, {"l": None, "e": [deep] * 8_000})
    commit = {"did": author.did, "version": 3, "data": top, "rev": "3lxabcdefgh2k", "prev": None, "sig": b"0"}
    raw = car(put(blocks, commit), blocks)

    def refused():
        with pytest.raises(Unproven):
            shown(raw, author.did, author.path)

    assert seconds(refused) * LARGEST / len(raw) < 30
    with pytest.raises(Unproven, match="larger than"):
        shown(bytes(LARGEST + 1), author.did, author.path)
