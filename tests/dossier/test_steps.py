"""The whole way, with every step as it is: from a case to what the other side may read, and to what only a lawyer opens."""

import io
import os
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import msgspec
import pypdfium2
import pyrage
import pytest

from bot.config.secret import Secret
from bot.dossier import pdf, steps
from bot.dossier.checking import Given, check
from bot.dossier.content import About
from bot.dossier.making import make
from bot.dossier.signing import Signer, sign
from bot.dossier.staging import Where
from bot.dossier.statement import Statement
from bot.errors import ConfigError, Refused
from bot.evidence.master import MasterKey
from bot.store.database import Store
from bot.trail.checkpoints import round_of_checkpoints
from tests.dossier.shield import HE, NOW, case_of, draft, files, told_in
from tests.dossier.test_gathering import DAY
from tests.dossier.test_signing import PASSPHRASE, identity, looked_at

__all__ = ["identity"]
ADDRESS = ("12 rue des Lilas", "06 39 98 12 34")
"""In the vault of the scenario, and in what he wrote."""
QUATRIEME = "bluesky:did:plc:quatrieme"


def made(store, place, some, one):
    round_of_checkpoints(store, ["camille"], {}, NOW - DAY)
    where = Where(place, place.parent / "exports")
    return make(store, one, where, some, NOW, lambda _: None, lambda _: None)


def words(file):
    with pypdfium2.PdfDocument(file) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.fixture
def his(store):
    said = Statement(complainant="Camille D.", effects="Je ne dors plus. Il connaît le 12 rue des Lilas.")
    return draft(subject=case_of(store, HE), statement=said)


def test_what_he_will_read_is_whole_and_clean_and_anybody_can_verify_it(store, his, tmp_path):
    done = made(store, tmp_path / "plainte", steps.redacted(store, his), his)
    assert {"data/dossier.pdf", "data/chronology.csv", "data/chronology.json", "verify.py"} <= set(files(done.place))
    verdict = check(done.place, Given())
    assert verdict.faults == ()
    alone = [sys.executable, "-I", done.place / "verify.py", done.place]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0
    text = words(done.place / "data" / "dossier.pdf")
    assert "Je ne dors plus" in text
    assert "rue des Lilas" not in text
    told = told_in(done.place / "data")
    assert told.masked
    assert told.elements
    assert {one.clock.partition(".")[0] for one in told.deadlines} <= {"fr"}


def test_names_that_i_list_stop_no_dossier(store, his, tmp_path):
    """What the files of a dossier are made of is searched for them, too."""
    listed = (
        "Camille Martin, Rose Petit, Marc Long, Jean-Pierre Le Goff, Me Claire Page, Paul Place, Mark Stone, Ada Author"
    )
    one = msgspec.structs.replace(his, witnesses=(*listed.split(", "), "@nadia@their.test", "Марина Иванова"))
    done = made(store, tmp_path / "plainte", steps.redacted(store, one), one)
    assert check(done.place, Given()).faults == ()


def test_a_byte_that_is_changed_is_found(store, his, tmp_path):
    done = made(store, tmp_path / "plainte", steps.redacted(store, his), his)
    csv = done.place / "data" / "chronology.csv"
    csv.write_bytes(csv.read_bytes().replace(b";", b",", 1))
    assert not check(done.place, Given()).holds


def test_made_again_from_the_same_selection_it_has_the_same_manifest(store, his, tmp_path):
    one, other = (made(store, tmp_path / name, steps.redacted(store, his), his) for name in ("one", "other"))
    assert one.digest == other.digest
    assert files(one.place) == files(other.place)


def test_what_the_lawyer_opens_is_complete_and_proves_itself(store, his, tmp_path):
    key = pyrage.x25519.Identity.generate()
    done = made(store, tmp_path / "plainte", steps.sealed(steps.Way(to=(str(key.to_public()),))), his)
    assert done.place == tmp_path / "plainte.age"
    opened = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(done.place.read_bytes(), [key])))
    opened.extractall(tmp_path / "opened")
    assert "data/originals/0001-record.json" in opened.namelist()
    assert "data/trail.zip" in opened.namelist()
    verdict = check(tmp_path / "opened", Given())
    assert verdict.faults == ()
    assert any("exhibits were opened" in one for one in verdict.said)
    assert "rue des Lilas" in words(tmp_path / "opened" / "data" / "dossier.pdf")


@pytest.mark.parametrize(
    ("way", "trouble", "said"),
    [
        (steps.Way(), Refused, "encrypted"),
        (steps.Way(to=("age1nobody",)), ConfigError, "cannot be read"),
        (steps.Way(passphrase="azertyuiop"), ConfigError, "guessed"),
    ],
)
def test_what_nobody_could_open_or_anybody_could_guess_is_refused_at_once(way, trouble, said):
    with pytest.raises(trouble, match=said):
        steps.sealed(way)


def test_in_english_it_goes_without_french_procedure_and_keeps_the_law_that_is_mine(store, his, tmp_path):
    one = msgspec.structs.replace(his, language="en")
    done = made(store, tmp_path / "complaint", steps.redacted(store, one), one)
    assert told_in(done.place / "data").elements
    assert not list((done.place / "data" / "sheets").glob("plainte*"))
    abroad = msgspec.structs.replace(his, law="none")
    done = made(store, tmp_path / "plainte", steps.redacted(store, abroad), abroad)
    told = told_in(done.place / "data")
    assert (told.law, told.elements, told.deadlines) == ("", (), ())
    assert not list((done.place / "data" / "sheets").glob("plainte*"))


def test_my_age_and_my_health_are_in_the_complete_copy_alone(store, his, tmp_path):
    said = msgspec.structs.replace(
        his.statement, age="minor", vulnerable=True, unfit="unfit_over_eight", presumed="Théo M."
    )
    one = msgspec.structs.replace(his, statement=said)
    data = made(store, tmp_path / "plainte", steps.redacted(store, one), one).place / "data"
    told = told_in(data)
    assert told.statement.stated == ()
    assert "private" in told.withheld
    assert not any(each.private or each.stated for each in told.elements)
    for file in ("dossier.pdf", "sheets/plainte-procureur.pdf"):
        text = words(data / file)
        assert not any(each in text for each in ("dix-huit ans", "vulnérab", "ITT"))
        assert "Théo M." in text


def test_an_account_that_gave_my_address_away_is_masked_in_what_he_reads(store, tmp_path):
    one = draft(About.ACCOUNT, QUATRIEME)
    done = made(store, tmp_path / "plainte", steps.redacted(store, one), one)
    every = (
        b"".join(path.read_bytes() for path in done.place.rglob("*.json"))
        + words(done.place / "data" / "dossier.pdf").encode()
    )
    assert not [value for value in ADDRESS if value.encode() in every]


def test_what_chance_writes_within_a_stream_makes_no_pdf_unreadable():
    said = b"<x>/JS 7</x>"
    raw = b"%%PDF-1.7\n1 0 obj\n<</Subtype/XML/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(said), said)
    assert said.decode() in pdf.parts(raw).strings
    with pytest.raises(Refused, match="cannot be read"):
        pdf.parts(raw.replace(b"/XML", b"/XML/JS(a)"))


def test_signed_it_is_clean_still_and_a_changed_signature_is_seen(store, his, identity, tmp_path):
    signed = steps.redacted(store, his)._replace(
        sign=partial(sign, signer=Signer(identity.read_bytes(), Secret(PASSPHRASE)))
    )
    done = made(store, tmp_path / "plainte", signed, his)
    file = done.place / "data" / "dossier.pdf"
    assert looked_at(file).holds
    assert check(done.place, Given()).holds
    file.write_bytes(file.read_bytes().replace(b"/ByteRange", b"/ByteRangf"))
    assert not check(done.place, Given()).holds


def written(store, one, some, where):
    """Every path that a process writes to while it makes a dossier."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        paths = []

        def note(event, given):
            opens = event == "open" and not isinstance(given[0], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
            if event == "os.mkdir" or opens:
                paths.append(str(given[0]))

        sys.addaudithook(note)
        make(Store(store.url, MasterKey(store.master.reveal())), one, where, some, NOW, lambda _: None, lambda _: None)
        os.write(writer, "\n".join(paths).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        paths = told.read().split("\n")
    assert os.waitpid(child, 0)[1] == 0
    return paths


@pytest.mark.parametrize("sealed", [False, True])
def test_while_it_is_made_nothing_is_written_but_in_the_folder_beside_my_database(store, his, tmp_path, sealed):
    some = steps.sealed(steps.Way(passphrase="Zk7#qPw2!vX9mLr4Tb")) if sealed else steps.redacted(store, his)
    where = Where(tmp_path / "out" / "plainte", tmp_path / "exports")
    paths = written(store, his, some, where)
    assert [one for one in paths if one.startswith(f"{where.ours}/")]
    outside = [one for one in paths if not one.startswith((str(where.ours), os.devnull))]
    assert [one for one in outside if Path(one).parent not in {tmp_path, where.place.parent}] == []  # folders alone
    assert any("originals" in one for one in paths) == sealed
