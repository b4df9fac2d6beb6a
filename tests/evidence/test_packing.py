"""What was sealed opens for ever: by this release, whatever release sealed it."""

import hashlib
import json
from pathlib import Path

import msgspec
import pytest
import zstandard

from bot.errors import ChainBroken
from bot.evidence import packing
from bot.evidence.exhibit import Sealed, seal, unseal
from bot.evidence.master import MasterKey
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import World

MASTER = MasterKey(bytes(range(32)))
BEFORE = json.loads((Path(__file__).parent / "sealed_before.json").read_text("utf-8"))
"""Made by the release before dictionaries, under the key above."""
SHIPPED = {
    "records-1.zdict": "9a621cd7b7f0483f90517fddfc41bcd1ff9c5564806800456b532d8517eed2df",
    "records-2.zdict": "b03fc65d5e3f3c60c1f2331afd9810d24063052c7c795a70a1893d1db43d55a7",
    "records-3.zdict": "b45c9edbcc25a383dc29d09e36cdf2b73bb1ad208f32b7f2d7a313b3a638d736",
}
"""SHA-256 of each dictionary as it was first shipped."""
LARGEST = 112 * 1024


@pytest.mark.parametrize("one", BEFORE, ids=lambda one: one["box"][:2] + f" {one['size']} bytes")
def test_what_was_sealed_before_there_were_dictionaries_still_opens(one):
    sealed = Sealed(
        id=one["id"],
        box=bytes.fromhex(one["box"]),
        wrapped=bytes.fromhex(one["wrapped"]),
        digest=one["digest"],
        size=one["size"],
    )
    assert unseal(sealed, MASTER) == bytes.fromhex(one["content"])


NADIA = '{"id":"117020457624302810","acct":"nadia","locked":false,"bot":false}'
TOLD = f'{{"id":"42","type":"mention","created_at":"2026-11-21T12:00:00.000Z","account":{NADIA},"status":{{}}}}'
SEEN = '{"id":"117020457624302810","username":"nadia_","acct":"nadia_","url":"https://social.test/@nadia_"}'
TWICE = (
    f'{{"id":"117020457624302811","type":"mention","group_key":"ungrouped-117020457624302811","account":{SEEN},'
    f'"status":{{"account":{SEEN}}}}}'
)
PACKED = {
    b"\x02": (
        TOLD,
        "20a0c50100e301062b58410a3243b68ec3dc36a46405d6a39c4eebcf7693ee1909fcdb2349e5eaeb78ba379887d024c62aed40afe8373d779f65547c39",
    ),
    b"\x03": (
        TOLD,
        "20a0b50100a3010523233a2a13ceeb72c74d4046aec79f5e2d7539030afc2a047b919a5acb46b7751d086bc1600ae44b3710436d230de46638ce02",
    ),
    b"\x05": (
        TWICE,
        "20c7d501009341052626263ae470818504dc426e9a301ab6a3cfa6f5030bfcbab026b6c33a9669462239a463252b1c251327b9e25d6aebb5004280b3514c03",
    ),
}
"""By codec: what was packed with it when it was first shipped, and in what it was."""


@pytest.mark.parametrize("codec", PACKED, ids=bytes.hex)
def test_what_was_packed_with_any_dictionary_still_unfolds(codec):
    content, packed = PACKED[codec]
    assert packing.unpack(codec, bytes.fromhex(packed), len(content)) == content.encode()


def test_a_dictionary_is_never_changed_once_it_was_shipped():
    folder = Path(packing.__file__).parent
    assert set(packing.DICTIONARIES.values()) == set(SHIPPED) == {path.name for path in folder.glob("*.zdict")}
    for name, digest in SHIPPED.items():
        content = (folder / name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content) <= LARGEST) == (digest, True)


def test_a_record_takes_a_third_of_what_it_takes_without_the_dictionary():
    status = {"id": "117020457624302809", "created_at": "2026-11-21T12:00:00.000Z", "in_reply_to_id": None}
    account = {"id": "117020457624302810", "acct": "nadia", "locked": False, "bot": False, "discoverable": None}
    told = {"id": "42", "type": "mention", "account": account, "status": status | {"account": account}}
    content = msgspec.json.encode(told)
    assert seal(content, MASTER).box[:1] == packing.ONCE
    assert len(packing.pack(content)[1]) < len(zstandard.compress(content)) / 1.5


def test_a_picture_is_packed_without_it():
    content = b"\x89PNG" + bytes(packing.LEARNT)
    codec, packed = packing.pack(content)
    assert (codec, packing.unpack(codec, packed, len(content))) == (packing.ZSTD, content)


def test_what_a_later_release_packed_is_not_read_as_something_else():
    content = b"the same words " * 20
    _, packed = packing.pack(content)
    with pytest.raises((ValueError, zstandard.ZstdError)):
        packing.unpack(b"\x7f", packed, len(content))


def test_a_box_whose_codec_was_changed_does_not_open():
    sealed = seal(b"the same words " * 20, MASTER)
    assert sealed.box[:1] == packing.LATEST
    for codec in (packing.STORED, packing.ZSTD, b"\x02", b"\x7f"):
        with pytest.raises(ChainBroken):
            unseal(msgspec.structs.replace(sealed, box=codec + sealed.box[1:]), MASTER)


def test_what_a_server_says_twice_takes_room_once():
    content = notification()
    codec, packed = packing.pack(content)
    assert codec == packing.ONCE
    assert len(packed) < len(packing.fold(content)) * 0.85
    assert packing.unpack(codec, packed, len(content)) == content


def notification():
    """A mention by somebody of another server, as Mastodon tells it."""
    world, told = World(host="social.test"), []
    world.on_event = lambda _to, _event, what: told.append(shapes.notification(world, what))
    world.join("figure")
    world.post(world.join("jeannette_aubry_1984", "jardins.test").username, "@figure ~")
    return msgspec.json.encode(told[0]).replace(b"http://", b"https://")


@pytest.mark.parametrize("size", [0, 1, len(TWICE) - 1, len(TWICE) + 1, packing.LARGEST])
def test_a_content_of_another_size_than_was_recorded_is_refused(size):
    codec, packed = packing.pack(TWICE.encode())
    with pytest.raises(ValueError, match="recorded"):
        packing.unpack(codec, packed, size)


def test_what_says_nothing_twice_is_packed_as_before():
    content = b'{"id":"1","url":"https://","username":"nadia","avatar":null}' * 2
    codec, packed = packing.pack(content)
    assert (codec, packing.unpack(codec, packed, len(content))) == (packing.LATEST, content)
