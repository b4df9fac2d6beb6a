"""Custody: what is sealed comes out as it went in, or not at all."""

import os
import threading

import pytest
import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.errors import ChainBroken, KeyMissing
from bot.evidence import exhibit
from bot.evidence.exhibit import Sealed, seal, seal_all, unseal
from bot.evidence.master import MasterKey
from bot.model.noun import EPOCH

MASTER = MasterKey(bytes(range(32)))
contents = st.binary(max_size=300) | st.text(max_size=400).map(str.encode) | st.binary(max_size=8).map(lambda b: b * 99)


@given(contents)
def test_what_was_sealed_comes_out_byte_for_byte(content):
    assert unseal(seal(content, MASTER), MASTER) == content


@given(contents, st.data())
def test_no_byte_of_a_box_can_be_changed_unseen(content, data):
    sealed = seal(content, MASTER)
    box = flipped(sealed.box, data)
    with pytest.raises(ChainBroken, match=sealed.id):
        unseal(replace(sealed, box=box), MASTER)


@given(contents, st.data())
def test_no_byte_of_a_wrapped_key_can_be_changed_unseen(content, data):
    sealed = seal(content, MASTER)
    with pytest.raises(KeyMissing, match=sealed.id):
        unseal(replace(sealed, wrapped=flipped(sealed.wrapped, data)), MASTER)


@given(contents, st.integers(0, 400))
def test_a_box_cut_short_is_found(content, kept):
    sealed = seal(content, MASTER)
    with pytest.raises(ChainBroken):
        unseal(replace(sealed, box=sealed.box[: min(kept, len(sealed.box) - 1)]), MASTER)


@given(contents)
def test_when_its_key_is_destroyed_the_content_is_gone_for_good(content):
    with pytest.raises(KeyMissing, match="erased"):
        unseal(replace(seal(content, MASTER), wrapped=b""), MASTER)


def test_another_master_key_opens_nothing_and_says_what_to_do():
    with pytest.raises(KeyMissing, match="restore the backup"):
        unseal(seal(b"a message", MASTER), MasterKey.new())


def test_the_content_of_one_exhibit_cannot_be_passed_off_as_another():
    one, other = seal(b"the first message", MASTER), seal(b"another message!!", MASTER)
    with pytest.raises(ChainBroken):
        unseal(replace(one, box=other.box), MASTER)
    with pytest.raises(KeyMissing):
        unseal(replace(one, wrapped=other.wrapped), MASTER)
    with pytest.raises(KeyMissing):
        unseal(replace(one, id=other.id), MASTER)


def test_a_digest_that_does_not_belong_to_the_content_is_found():
    sealed = seal(b"a message", MASTER)
    with pytest.raises(ChainBroken, match="digest"):
        unseal(replace(sealed, digest=seal(b"a message", MASTER).digest), MASTER)


@given(st.integers())
def test_a_size_that_is_not_the_contents_is_found(size):
    sealed = seal(b"a message", MASTER)
    if size != sealed.size:
        with pytest.raises(ChainBroken):
            unseal(replace(sealed, size=size), MASTER)


def test_the_same_message_twice_leaves_nothing_in_common():
    one, other = seal(b"x" * 1000, MASTER), seal(b"x" * 1000, MASTER)
    assert one.id != other.id
    assert one.digest != other.digest
    assert one.box != other.box
    assert b"xxxx" not in one.box


def test_what_is_sealed_together_lies_in_boxes_of_its_own():
    said = [b"a message " * n for n in (0, 1, 40)] * 2
    sealed = seal_all(said, MASTER, EPOCH)
    assert [unseal(one, MASTER) for one in sealed] == said
    assert len({one.id for one in sealed}) == len({one.digest for one in sealed}) == len(said)
    secrets = [MASTER.unwrap(f"exhibit {one.id}", one.wrapped) for one in sealed]
    assert len(set(secrets)) == len(said)
    assert [one.id for one in sealed] == sorted(one.id for one in sealed)


def test_what_repeats_itself_takes_little_room_and_what_does_not_takes_little_more():
    assert len(seal(b"the same words " * 100, MASTER).box) < 100
    noise = os.urandom(2000)
    assert len(seal(noise, MASTER).box) == len(noise) + 29


def bomb(told: int, real: bytes) -> Sealed:
    """What somebody could make who has the master key: a box that unfolds to more than it tells."""
    sealed = seal(b"", MASTER)
    secret = MASTER.unwrap(f"exhibit {sealed.id}", sealed.wrapped)
    label = exhibit._label(sealed.id, b"\x01", told)
    box = b"\x01" + bytes(12) + AESGCM(secret[:32]).encrypt(bytes(12), real, label)
    return replace(sealed, box=box, size=told)


@pytest.mark.parametrize(
    "packed",
    [
        zstandard.compress(bytes(50_000_000)),
        zstandard.ZstdCompressor(write_content_size=False).compress(bytes(50_000_000)),
        b"not zstd at all",
        b"",
    ],
)
def test_a_box_that_would_unfold_to_more_than_it_says_is_not_unfolded(packed):
    with pytest.raises(ChainBroken):
        unseal(bomb(1000, packed), MASTER)


def test_a_box_that_says_it_is_huge_is_not_unfolded(monkeypatch):
    monkeypatch.setattr(exhibit, "LARGEST", 1000)
    with pytest.raises(ChainBroken):
        unseal(bomb(1001, zstandard.compress(bytes(1001))), MASTER)
    with pytest.raises(ValueError, match="in parts"):
        seal(bytes(1001), MASTER)


def test_many_threads_can_seal_and_open_at_once():
    failed = []

    def work(number: int) -> None:
        content = b"message %d " % number * 200
        failed.extend(1 for _ in range(200) if unseal(seal(content, MASTER), MASTER) != content)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def flipped(content: bytes, data: st.DataObject) -> bytes:
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[place] ^ data.draw(st.integers(1, 255))
    return content[:place] + bytes([changed]) + content[place + 1 :]
