"""The complete dossier is one file that only its recipients open, and no name of a file in it shows."""

import io
import zipfile

import pyrage
import pytest
import pyzipper
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bot.dossier import passphrases, sealing
from bot.dossier.sealing import Passphrase, Recipients, seal
from bot.errors import ConfigError

FILES = {
    "dossier.pdf": b"%PDF" + bytes(300_000),
    "data/originals/elle vit 4217 rue des Zinzolins.json": b"{}",
    "data/é😀.txt": b"x",
}


@pytest.fixture
def folder(tmp_path):
    for name, said in FILES.items():
        file = tmp_path / "bag" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(said)
    return tmp_path / "bag"


@pytest.fixture
def target(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "dossier.sealed"


def names(folder):
    return [one.name for one in folder.iterdir()]


def unpacked(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def ssh_pair():
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    return private, key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def test_each_recipient_opens_all_of_it_and_nobody_else(folder, target):
    lawyer, stranger = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    private, public = ssh_pair()
    seal(folder, target, Recipients((str(lawyer.to_public()), f" {public} lou@machine\n")))
    raw = target.read_bytes()
    for identity in (lawyer, pyrage.ssh.Identity.from_buffer(private)):
        assert unpacked(pyrage.decrypt(raw, [identity])) == FILES
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(raw, [stranger])
    assert b"Zinzolins" not in raw
    assert target.stat().st_mode & 0o777 == 0o600
    assert names(target.parent) == [target.name]


def test_behind_a_passphrase_only_one_name_shows(folder, target):
    words = passphrases.made()
    seal(folder, target, Passphrase(words))
    with pyzipper.AESZipFile(target) as opened:
        (about,) = opened.infolist()
        assert (about.filename, about.wz_aes_strength) == ("dossier.zip", 3)
        with pytest.raises(RuntimeError):
            opened.read(about)
        opened.setpassword(words.encode())
        assert unpacked(opened.read(about)) == FILES
        opened.setpassword(b"wrong")
        with pytest.raises(RuntimeError):
            opened.read(about)
    assert b"Zinzolins" not in target.read_bytes()
    assert words not in repr(Passphrase(words))


def test_a_flipped_byte_is_not_opened(folder, target):
    lawyer = pyrage.x25519.Identity.generate()
    seal(folder, target, Recipients((str(lawyer.to_public()),)))
    raw = bytearray(target.read_bytes())
    raw[-100] ^= 1
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(bytes(raw), [lawyer])


@pytest.mark.parametrize(
    "key", ["", "age1", "AGE-SECRET-KEY-1", "ssh-dss AAAA", "ssh-ed25519 AAAA", "lou@exemple.test"]
)
def test_a_key_that_is_none_is_refused_before_anything_is_written(folder, target, key):
    with pytest.raises(ConfigError, match="cannot be read"):
        seal(folder, target, Recipients((key,)))
    with pytest.raises(ConfigError, match="at least one"):
        seal(folder, target, Recipients(()))
    assert names(target.parent) == []


def test_what_is_there_is_never_written_over(folder, target):
    target.write_bytes(b"mine")
    with pytest.raises(ConfigError, match="there already"):
        seal(folder, target, Passphrase(passphrases.made()))
    assert target.read_bytes() == b"mine"
    assert names(target.parent) == [target.name]


@pytest.mark.parametrize(
    "to",
    [Recipients((str(pyrage.x25519.Identity.generate().to_public()),)), Passphrase(passphrases.made())],
    ids=["age", "zip"],
)
def test_half_of_it_is_never_taken_for_it(folder, target, to):
    (folder / "pipe").symlink_to("/etc/hostname")
    with pytest.raises(ConfigError, match="neither"):
        seal(folder, target, to)
    assert names(target.parent) == []


def test_a_stick_without_links_takes_it_too(folder, target, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(sealing.os, "link", refuse)
    seal(folder, target, Passphrase(passphrases.made()))
    assert names(target.parent) == [target.name]


# ── passphrases ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "",
        "camille",
        "motdepasse",
        "MotDePasse2026!",
        "123456789012345678901234567890",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abababababababababababababababab",
        "azertyuiopqsdfgh",
        "camille camille camille camille camille camille camille",
        "le chat est sur la",
        "harcelement",
    ],
)
def test_what_can_be_guessed_is_refused_and_not_repeated(folder, target, words):
    with pytest.raises(ConfigError, match="can be guessed") as refused:
        seal(folder, target, Passphrase(words))
    assert not words or words not in str(refused.value)
    assert names(target.parent) == []


@pytest.mark.parametrize("words", ["agrafe cobalt mirabelle turbine grenier ocarina", "tK7#mQ9vX2$pL4wZ"])
def test_what_nobody_chose_is_taken(words):
    passphrases.check(words)


def test_what_is_made_is_never_the_same_and_can_be_read_aloud():
    every = {passphrases.made() for _ in range(200)}
    assert len(every) == 200
    for words in every:
        passphrases.check(words)
        assert not {*"0o1il"} & {*words}
