"""Where I have no certificate my shield signs with a key of its own: always the same, known to the chain, gone with me."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12

from bot.dossier import identity
from bot.dossier.signing import sign
from bot.store import read, whole
from tests.audit.trail import PERSON, Trail
from tests.dossier.test_signing import looked_at, plain

__all__ = ["plain"]

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    trail = Trail(f"sqlite:///{tmp_path}/evidence.db")
    yield trail.store
    trail.store.close()


def test_what_it_signs_is_known_to_be_changed_by_a_byte(store, tmp_path, plain):
    file = tmp_path / "dossier.pdf"
    file.write_bytes(plain)
    sign(file, identity.of(store, PERSON, NOW))
    found = looked_at(file)
    assert (found.holds, "Rempart" in found.by, PERSON in found.by) == (True, True, False)
    raw = bytearray(file.read_bytes())
    raw[len(plain) // 3] ^= 1
    file.write_bytes(raw)
    assert not looked_at(file).holds


def test_it_is_made_once_and_the_chain_says_which_it_is(store):
    one, other = identity.of(store, PERSON, NOW), identity.of(store, PERSON, NOW)
    assert one.identity == other.identity
    assert "BEGIN" not in repr(one)
    with store.reading() as connection:
        (entry,) = (each for each in read.chain(connection, PERSON) if each.event == identity.EVENT)
    certificate = pkcs12.load_pkcs12(one.identity, None).cert.certificate
    assert entry.payload["certificate"] == certificate.fingerprint(hashes.SHA256()).hex()


def test_it_goes_with_the_person(store):
    before = identity.of(store, PERSON, NOW)
    with store.writing() as connection:
        whole.empty(connection, PERSON)
        assert read.get(connection, store.master, identity.kept_as(PERSON)) is None
    assert identity.of(store, PERSON, NOW).identity != before.identity
