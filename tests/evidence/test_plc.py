"""The log of an account leads from its name to its key, each step signed by whoever might take it."""

import json

import pytest

from bot.errors import Unproven
from bot.evidence.didkey import K256, P256, did_key, from_base58, point_of, signed
from bot.evidence.document import agrees, key_in, server_in
from bot.evidence.plc import replay
from tests.evidence.repositories import Author, Key, did_of, log_of, name_of, operation, signed_operation
from tests.timing import seconds


@pytest.fixture(scope="module")
def author():
    return Author()


def change(author, signer, prev, key=None, **more):
    return operation(signer, name_of(prev), rotation=[author.recovery, author.server], key=key or author.key, **more)


def test_the_name_is_the_digest_of_the_first_step(author):
    (state,) = replay(author.did, author.log)
    assert state.methods == {"atproto": author.key.did}
    assert state.rotation == (author.recovery.did, author.server.did)
    with pytest.raises(Unproven):
        replay(Author().did, author.log)


def test_each_step_is_signed_by_a_key_of_the_step_before(author):
    later = Key()
    first = change(author, author.server, author.birth, later)
    second = operation(author.recovery, name_of(first), rotation=[later], key=author.key)
    third = operation(later, name_of(second), rotation=[later], key=later)
    steps = [(author.birth, 0, False), (first, 1, False), (second, 2, False), (third, 3, False)]
    assert len(replay(author.did, log_of(author.did, *steps))) == 4
    for place in range(4):
        with pytest.raises(Unproven):
            replay(author.did, log_of(author.did, *steps[:place], *steps[place + 1 :]) if place < 3 else b"[]")
    stranger = change(author, Key(), author.birth)
    with pytest.raises(Unproven, match="key that may"):
        replay(author.did, log_of(author.did, steps[0], (stranger, 1, False)))


def test_a_log_made_to_be_slow_is_refused_before_it_is_slow(author):
    """Each of many recoveries would have every key of a long list tried for it."""
    crowd = [Key()] * 2_000
    birth = operation(author.server, None, rotation=[author.server, *crowd], key=author.key)

    def refused():
        with pytest.raises(Unproven, match="more than 10 keys"):
            replay(did_of(birth), log_of(did_of(birth), (birth, 0, False)))

    assert seconds(refused) < 1


def test_a_recovery_undoes_what_a_lower_key_signed_within_72_hours(author):
    stolen, mine = change(author, author.server, author.birth, Key()), change(author, author.recovery, author.birth)
    birth = (author.birth, 0, False)
    states = replay(author.did, log_of(author.did, birth, (stolen, 1, True), (mine, 73, False)))
    assert [one.cid for one in states] == [name_of(author.birth), name_of(mine)]
    for steps in (
        [birth, (stolen, 1, True), (mine, 73.01, False)],
        [birth, (stolen, 1, False), (mine, 2, False)],
        [birth, (stolen, 1, True)],
        [birth, (mine, 1, True), (stolen, 2, False)],
    ):
        with pytest.raises(Unproven):
            replay(author.did, log_of(author.did, *steps))


def test_an_account_that_was_destroyed_has_no_key_and_stays_so(author):
    end = signed_operation(author.server, {"type": "plc_tombstone", "prev": name_of(author.birth)})
    states = replay(author.did, log_of(author.did, (author.birth, 0, False), (end, 1, False)))
    assert states[-1].methods == {}
    after = change(author, author.recovery, end)
    with pytest.raises(Unproven):
        replay(author.did, log_of(author.did, (author.birth, 0, False), (end, 1, False), (after, 2, False)))


def test_accounts_of_2022_began_in_another_form():
    signing, recovery = Key(), Key()
    birth = signed_operation(
        signing,
        {
            "type": "create",
            "signingKey": signing.did,
            "recoveryKey": recovery.did,
            "handle": "camille.test",
            "service": "pds.test",
            "prev": None,
        },
    )
    (state,) = replay(did_of(birth), log_of(did_of(birth), (birth, 0, False)))
    assert state.rotation == (recovery.did, signing.did)
    assert state.aliases == ("at://camille.test",)
    assert state.services["atproto_pds"].endpoint == "https://pds.test"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"[{}]", b"null", b"[" * 100_000, b"\xff"])
def test_what_is_no_log_is_refused(author, raw):
    with pytest.raises(Unproven):
        replay(author.did, raw)


@pytest.mark.parametrize(
    "altered",
    [
        {"operation": {"type": "strange", "prev": None, "sig": ""}},
        {"operation": {"prev": None}},
        {"cid": "bafy"},
        {"did": "did:plc:another"},
        {"nullified": True},
        {"createdAt": "2026-11-21T12:00:00"},
        {"createdAt": "soon"},
    ],
)
def test_a_step_that_was_altered_is_refused(author, altered):
    (line,) = json.loads(author.log)
    with pytest.raises(Unproven):
        replay(author.did, json.dumps([line | altered]).encode())


@pytest.mark.parametrize(
    "spoil", [lambda s: s + "=", lambda s: s[:-4], lambda s: "?" + s[1:], lambda s: "", lambda s: 7]
)
def test_a_signature_has_one_spelling(spoil):
    author = Author()
    birth = author.birth | {"sig": spoil(author.birth["sig"])}
    with pytest.raises(Unproven):
        replay(did_of(birth), log_of(did_of(birth), (birth, 0, False)))


def test_steps_out_of_time_are_refused(author):
    step = change(author, author.server, author.birth)
    with pytest.raises(Unproven, match="order"):
        replay(author.did, log_of(author.did, (author.birth, 2, False), (step, 1, False)))


# ------------------------------------------------------------------ documents and keys


@pytest.mark.parametrize("curve", [K256, P256])
def test_the_document_says_what_the_log_says(curve):
    author = Author(curve)
    (state,) = replay(author.did, author.log)
    assert agrees(author.document, author.did, state)
    assert key_in(author.document, author.did) == author.key.did
    assert server_in(author.document, author.did) == "https://pds.test"
    assert not agrees(author.document.replace(b"troll", b"trall"), author.did, state)
    assert not agrees(author.document[:-1] + b',"more":1}', author.did, state)


@pytest.mark.parametrize("spoil", [b"[]", b"{}", b"x", b'{"id":"did:plc:other"}'])
def test_a_document_that_names_no_key_or_nobody_is_refused(author, spoil):
    with pytest.raises(Unproven):
        key_in(spoil, author.did)
    with pytest.raises(Unproven):
        server_in(spoil, author.did)
    with pytest.raises(Unproven):
        key_in(author.document.replace(b"#atproto", b"#another"), author.did)


@pytest.mark.parametrize("curve", [K256, P256])
def test_a_key_signs_what_it_signed_and_nothing_else(curve):
    key = Key(curve)
    good = key.sign(b"message")
    assert signed(key.did, b"message", good)
    assert not signed(key.did, b"another", good)
    assert not signed(Key(curve).did, b"message", good)
    for bad in (b"", good[:63], good + b"\x00", bytes(64), good[:32] + bytes(32), key.sign(b"message", low=False)):
        assert not signed(key.did, b"message", bad)
    assert did_key(*point_of(key.did)) == key.did


@pytest.mark.parametrize(
    "key",
    ["", "did:key:", "did:key:z", "did:key:z0", "did:key:z" + "1" * 500, "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"],
)  # fmt: skip
def test_what_is_no_key_for_repositories_is_refused(key):
    with pytest.raises(Unproven):
        signed(key, b"", bytes(64))


def test_a_key_off_its_curve_is_refused():
    with pytest.raises(Unproven):
        did_key(K256, b"\x02" + b"\xff" * 32)
    with pytest.raises(Unproven):
        from_base58("0OIl")
