"""A lawyer who wants a forged dossier to pass makes its digests anew: two verifiers refuse it, and say what is wrong."""

import json
import shutil
import zipfile
from datetime import timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from bot.config.secret import Secret
from bot.dossier import chronology, identity, steps
from bot.dossier.bagging import bag, packed
from bot.dossier.checking import Given, check
from bot.dossier.making import make
from bot.dossier.signing import Signer, sign
from bot.dossier.staging import Where
from bot.trail.checkpoints import round_of_checkpoints
from tests.dossier.shield import HE, NOW, case_of, draft, opened, played, told_in
from tests.dossier.test_bagging import alone
from tests.dossier.test_signing import PASSPHRASE
from tests.dossier.test_signing import identity as hers

__all__ = ["hers"]
TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "verify.py")
OTHERS = "de longues années à surveiller ses fenêtres"


class Bag:
    """A dossier, and what may be done to it by somebody who then makes its digests anew."""

    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"

    def told(self):
        return json.loads((self.data / "chronology.json").read_text())

    def tell(self, change):
        """Change what the chronology says, and its table with it."""
        told = self.told()
        change(told)
        (self.data / "chronology.json").write_text(json.dumps(told))
        contents = told_in(self.data)
        (self.data / "chronology.csv").write_bytes(chronology.BOM + b"".join(chronology.rows(contents)))
        return self.again()

    def trail(self, change):
        """Change the files of the trail, by name."""
        place = self.data / "trail.zip"
        with zipfile.ZipFile(place) as given:
            files = {name: given.read(name) for name in given.namelist()}
        change(files)
        with zipfile.ZipFile(place, "w") as out:
            for name, raw in files.items():
                out.writestr(name, raw)
        return self.again()

    def again(self, **about):
        for tag in TAGS:
            (self.folder / tag).unlink(missing_ok=True)
        bag(self.folder, about)
        return self


def refused(one, *sentences):
    """Whether both verifiers refuse it and say so."""
    faults = check(one.folder, Given()).faults
    status, said = alone(one.folder)
    assert (status, bool(faults)) == (1, True), (faults, said)
    for sentence in sentences:
        assert sentence in said
        assert [fault for fault in faults if sentence in fault], faults
    return True


class Shield:
    """Where dossiers of the same case are made, complete and in clear, masked, signed or not."""

    def __init__(self, folder):
        self.folder = folder
        self.store = opened(played("il-revient"), folder)
        self.signer = identity.of(self.store, "camille", NOW - timedelta(days=2))
        round_of_checkpoints(self.store, ["camille"], {}, NOW - timedelta(days=1))
        self.draft = draft(subject=case_of(self.store, HE))
        self.complete = steps.sealed(steps.Way(passphrase="cheval pile agrafe correcte girafe bleue"))._replace(
            seal=packed
        )
        self.masked = steps.redacted(self.store, self.draft)

    def made(self, name, some, signer=None):
        signs = some._replace(sign=partial(sign, signer=signer)) if signer else some
        done = make(
            self.store,
            self.draft,
            Where(self.folder / name, self.folder / "ours"),
            signs,
            NOW,
            lambda _: None,
            lambda _: None,
        )
        if done.place.is_file():
            zipfile.ZipFile(done.place).extractall(self.folder / name)
        return done, self.folder / name


@pytest.fixture(scope="module")
def shield(tmp_path_factory):
    one = Shield(tmp_path_factory.mktemp("shield"))
    yield one
    one.store.close()


@pytest.fixture(scope="module")
def complete(shield):
    return shield.made("complete", shield.complete)


@pytest.fixture(scope="module")
def signed(shield):
    return shield.made("signed", shield.complete, shield.signer)


@pytest.fixture(scope="module")
def masked(shield):
    return shield.made("masked", shield.masked)


def copied(made, folder):
    return Bag(shutil.copytree(made[1], folder / "bag"))


@pytest.fixture
def one(complete, tmp_path):
    return copied(complete, tmp_path)


def piece(told, number=0):
    return told["facts"][number]["pieces"][0]


def test_what_was_left_alone_holds_and_each_says_what_it_compared(complete):
    verdict = check(complete[1], Given())
    assert verdict.faults == ()
    told = " ".join(verdict.said)
    for sentence in ("11 originals are, byte for byte", "6 facts are as their records", "6 of 6 PDFs are"):
        assert sentence in told
    status, said = alone(complete[1])
    assert (status, "WHAT WAS VERIFIED HOLDS" in said, "6 texts are those of the originals" in said) == (0, True, True)
    assert "not verified by this script: the words in the PDFs" in said


def empty_original(told):
    piece(told)["digest"], piece(told)["size"] = sha256(b"").hexdigest(), 0


def elsewhere(told):
    told["facts"][0]["exhibit"] = piece(told)["exhibit"] = "0" * 24


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: piece(told).update(exhibit="0" * 24), "does not open exhibit"),
        (lambda told: piece(told).update(entry=1), "entry 1 of the trail does not name exhibit"),
        (lambda told: piece(told).pop("exhibit"), "does not open exhibit"),
        (lambda told: piece(told).update(digest="0" * 64), "the chronology names another digest"),
        (lambda told: told["facts"][0]["pieces"].clear(), "the chronology does not name it"),
        (elsewhere, "does not name its exhibit"),
        (lambda told: told.update(masked=True), "it says that it is masked, but holds"),
        (lambda told: told["facts"][0].update(text=OTHERS), "fact 1: its words are not those of the original"),
        (lambda told: told["facts"][0].update(text=""), "fact 1: its words are not those of the original"),
        (lambda told: told["facts"][2].update(author="bluesky:did:plc:un.autre"), "somebody else wrote it"),
        (lambda told: told["facts"][2].update(entry=5), "does not name its exhibit"),
        (lambda told: told["facts"][2].update(seal="0" * 64), "has another seal"),
        (lambda told: told["facts"][2].update(taken_at="2026-01-01T00:00:00Z"), "another moment at which it was taken"),
        (lambda told: told["facts"].pop(), "says that it shows 6 facts"),
        (lambda told: told["facts"].append(told["facts"][-1] | {"number": 7}), "says that it shows 6 facts"),
        (lambda told: told.update(known=7), "of 7 shows 6"),
        (lambda told: told["facts"][0].update(at="2026-12-31T00:00:00Z"), "a fact was moved"),
        (lambda told: told["seals"][0].update(seal="0" * 64), "names another seal"),
        (lambda told: told.update(person="dominique"), "the trail is of somebody else"),
    ],
)
def test_a_chronology_that_says_otherwise_than_its_trail_is_refused(one, change, said):
    assert refused(one.tell(change), said)


def dropped(told, number=-1):
    told["facts"].pop(number)
    told["selected"] = told["known"] = len(told["facts"])


def test_a_message_that_was_taken_out_whole_is_missed_though_all_counts_were_made_anew(one):
    gone = one.told()["facts"][-1]

    def closed(files):
        lines = [json.loads(line) for line in files["exhibits.jsonl"].splitlines()]
        for line in lines:
            if line["id"] == gone["exhibit"]:
                files.pop(line["file"])
                line |= {"salt": "", "file": ""}
        files["exhibits.jsonl"] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)

    for each in gone["pieces"]:
        (one.data / each["file"]).unlink()
    one.tell(dropped)
    one.trail(closed)
    assert refused(one, f"entry {gone['entry']}: a message of these authors is not shown, and should be")


def test_a_message_that_the_trail_hands_out_is_missed_though_a_part_is_said_to_be_shown(one):
    gone = one.told()["facts"][-1]
    for each in gone["pieces"]:
        (one.data / each["file"]).unlink()
    one.tell(lambda told: (dropped(told), told.update(which="chosen", known=6)))
    assert refused(one, f"entry {gone['entry']}: a message of these authors is not shown")


def test_a_message_that_is_told_as_erased_and_is_not_is_refused(one):
    for each in one.told()["facts"][-1]["pieces"]:
        (one.data / each["file"]).unlink()
    one.tell(lambda told: told["facts"][-1].update(erased=True, text="", pieces=[]))
    assert refused(one, "fact 6 is told as erased, but the trail opens its exhibit")


def test_times_handles_and_addresses_that_were_changed_are_found_in_the_record(one):
    one.tell(lambda told: told["facts"][0].update(at="2026-01-06T22:15:00Z", handle="un.autre", kind="mention"))
    assert any(
        "fact 1 is not as its record in the trail has it: at, handle, kind" in each
        for each in check(one.folder, Given()).faults
    )


def test_an_empty_original_and_a_part_of_one_are_not_what_stands_in_the_exhibit(one):
    file = one.data / piece(one.told())["file"]
    before = file.read_bytes()
    file.write_bytes(b"")
    one.tell(empty_original)
    assert refused(one, "it is not what stands in exhibit")
    file.write_bytes(before[:-9])
    one.tell(lambda told: piece(told).update(digest=sha256(before[:-9]).hexdigest(), size=len(before) - 9))
    assert refused(one, "it is not what stands in exhibit")


def test_an_original_that_the_chronology_does_not_name_is_found(one):
    (one.data / "originals" / "0099-record.json").write_text("{}")
    assert refused(one.again(), "0099-record.json: the chronology does not name it")


@pytest.mark.parametrize("name", ["expertise.pdf", "pictures/0009.jpg", "sheets/note.txt", "more.txt"])
def test_a_file_that_was_slipped_in_is_refused(one, name):
    (one.data / name).parent.mkdir(exist_ok=True)
    (one.data / name).write_bytes(b"x")
    assert refused(one.again(), f"data/{name}: nothing says what it is")


def test_a_file_that_was_slipped_in_beside_the_rest_is_refused(one):
    (one.folder / "expertise.pdf").write_bytes(b"x")
    assert refused(one.again(), "expertise.pdf: nothing says what it is")


@pytest.mark.parametrize("name", ["seals/expertise.pdf", "originals/expertise.pdf"])
def test_a_masked_dossier_holds_nothing_that_was_slipped_in_among_what_it_never_has(masked, tmp_path, name):
    one = copied(masked, tmp_path)
    (one.data / name).parent.mkdir(exist_ok=True)
    (one.data / name).write_bytes(b"x")
    assert refused(one.again(), f"data/{name}: nothing says what it is")


def test_an_empty_chain_proves_nothing_and_is_refused(one):
    def emptied(files):
        for name in list(files):
            if name.endswith(".jsonl"):
                files[name] = b""
            elif name.startswith(("exhibits/", "checkpoints/")):
                files.pop(name)

    assert refused(one.trail(emptied), "the chain is empty")


def test_without_its_trail_a_complete_dossier_is_refused(one):
    (one.data / "trail.zip").unlink()
    assert refused(one.again(), "data/trail.zip is missing")


def test_a_table_that_says_otherwise_is_refused(one):
    table = one.data / "chronology.csv"
    table.write_bytes(table.read_bytes().replace(b"Vous ne r", b"Je ne r"))
    assert refused(one.again(), "data/chronology.csv: fact 2 is not as in data/chronology.json: text")


def test_a_table_without_one_of_the_facts_is_refused(one):
    table = one.data / "chronology.csv"
    table.write_bytes(b"\r\n".join(table.read_bytes().split(b"\r\n")[:-2]) + b"\r\n")
    assert refused(one.again(), "it has 5 facts")


def test_a_pdf_of_other_words_is_refused_by_us_and_another_script_says_that_it_did_not_look(one, shield, tmp_path):
    other = Bag(shutil.copytree(one.folder, tmp_path / "other"))
    other.tell(lambda told: told["facts"][1].update(text=OTHERS))
    contents = told_in(other.data)
    steps.sealed(steps.Way(passphrase="cheval pile agrafe correcte girafe bleue")).typeset(
        contents, tmp_path, lambda _: None
    )
    (one.data / "dossier.pdf").write_bytes((tmp_path / "dossier.pdf").read_bytes())
    one.again()
    assert any(
        "fact 2: its words or its seal do not stand in the PDF" in each for each in check(one.folder, Given()).faults
    )
    assert "not verified by this script: the words in the PDFs" in alone(one.folder)[1]


def test_a_pdf_that_another_version_set_is_told_as_such_and_not_refused(one, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.dossier.typesetting.whole.SIGNS", 3)
    verdict = check(one.folder, Given())
    assert verdict.faults == ()
    assert any("not what this software sets here: data/dossier.pdf" in each for each in verdict.said)


def test_what_was_appended_to_a_pdf_is_refused_where_nobody_signed(one):
    with (one.data / "dossier.pdf").open("ab") as out:
        out.write(b"\n% more\n")
    assert refused(one.again(), "something was appended to it")


def test_signed_it_says_with_whose_key_and_what_it_was_before(signed, complete):
    verdict = check(signed[1], Given())
    assert verdict.faults == ()
    said = " ".join(verdict.said)
    assert "by the shield's own key, as entry" in said
    assert f"without its signatures it is the dossier whose digest is {complete[0].digest}" in said
    assert (signed[0].content, complete[0].content) == (complete[0].digest, complete[0].digest)
    assert signed[0].digest != signed[0].content
    assert alone(signed[1])[0] == 0


def test_signed_again_it_has_another_digest_and_the_same_content(signed, shield):
    done, _ = shield.made("again", shield.complete, shield.signer)
    assert done.digest != signed[0].digest
    assert done.content == signed[0].content


def test_a_signature_that_was_taken_off_is_missed(signed, tmp_path):
    one = copied(signed, tmp_path)
    raw = (one.data / "dossier.pdf").read_bytes()
    (one.data / "dossier.pdf").write_bytes(raw[: raw.index(b"%%EOF") + 5])
    assert refused(one.again(**{"Rempart-Unsigned": signed[0].content}), "its signature was taken off")


def test_whoever_signs_in_the_name_of_the_shield_with_another_key_is_refused(signed, complete, shield, tmp_path):
    one = copied(complete, tmp_path)
    forged = identity.of(shield.store, "somebody else", NOW)
    sign(one.data / "dossier.pdf", forged)
    one.again(**{"Rempart-Unsigned": complete[0].digest})
    assert any(
        "calls itself the shield's, but the trail names another" in each for each in check(one.folder, Given()).faults
    )


def test_a_certificate_that_nobody_vouches_for_is_told_as_such(complete, shield, hers):
    one = Bag(shield.made("hers", shield.complete, Signer(hers.read_bytes(), Secret(PASSPHRASE)))[1])
    verdict = check(one.folder, Given())
    assert verdict.faults == ()
    assert any("Camille Dorval”: whose it is, nothing here says; compare it (SHA-256" in each for each in verdict.said)
    assert not any("attest" in each for each in verdict.said)


def test_what_was_signed_over_another_signature_is_refused(signed, hers, tmp_path):
    one = copied(signed, tmp_path)
    key = signers.SimpleSigner.load_pkcs12_data(hers.read_bytes(), other_certs=(), passphrase=PASSPHRASE.encode())
    meta = signers.PdfSignatureMetadata(field_name="Other", subfilter=fields.SigSeedSubFilter.PADES)
    out = BytesIO()
    raw = (one.data / "dossier.pdf").read_bytes()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(raw)), meta, key, output=out)
    (one.data / "dossier.pdf").write_bytes(out.getvalue())
    one.again(**{"Rempart-Unsigned": signed[0].content})
    assert any("its signature does not hold" in each for each in check(one.folder, Given()).faults)


def drawn_over(raw):
    """The PDF with a black square on its first page, appended."""
    out = IncrementalPdfFileWriter(BytesIO(raw))
    out.add_stream_to_page(0, out.add_object(generic.StreamObject(stream_data=b"0 0 400 400 re f")))
    return out


@pytest.mark.parametrize("at_once", [True, False])
def test_what_was_drawn_over_a_page_before_it_was_signed_is_refused(complete, shield, hers, tmp_path, at_once):
    one = copied(complete, tmp_path)
    file, over = one.data / "dossier.pdf", BytesIO()
    writer = drawn_over(file.read_bytes())
    key = signers.SimpleSigner.load_pkcs12_data(hers.read_bytes(), other_certs=(), passphrase=PASSPHRASE.encode())
    meta = signers.PdfSignatureMetadata(field_name="Rempart", subfilter=fields.SigSeedSubFilter.PADES)
    if at_once:
        signers.sign_pdf(writer, meta, key, output=over)
    else:
        writer.write(over)
    file.write_bytes(over.getvalue())
    if not at_once:
        sign(file, Signer(hers.read_bytes(), Secret(PASSPHRASE)))
    one.again(**{"Rempart-Unsigned": complete[0].digest})
    assert any("its signature does not hold" in each for each in check(one.folder, Given()).faults)


def test_a_letter_that_was_changed_beneath_a_signature_is_refused(signed, tmp_path):
    one = copied(signed, tmp_path)
    raw = bytearray((one.data / "dossier.pdf").read_bytes())
    raw[len(raw) // 3] ^= 1
    (one.data / "dossier.pdf").write_bytes(raw)
    one.again(**{"Rempart-Unsigned": signed[0].content})
    assert any("its signature does not hold" in each for each in check(one.folder, Given()).faults)
    assert refused(one, "without what was appended to its PDFs it is not the dossier")


def test_what_was_signed_is_not_another_dossier(signed, tmp_path):
    one = copied(signed, tmp_path)
    one.again(**{"Rempart-Unsigned": "0" * 64})
    assert refused(one, "it is not the dossier")


def test_a_dossier_forged_as_a_whole_is_found_by_the_digest_that_was_told(signed, masked):
    for done, folder in (signed, masked):
        for digest in {done.digest, done.content}:
            assert check(folder, Given(digest=digest)).holds
            assert "it is the dossier whose digest you gave" in alone(folder, "--digest", digest)[1]
        assert any(
            "it is not the dossier whose digest you gave" in each
            for each in check(folder, Given(digest="0" * 64)).faults
        )
        assert alone(folder, "--digest", "0" * 64)[0] == 1


def test_a_masked_dossier_says_what_it_cannot_prove_and_what_is_withheld(masked):
    status, said = alone(masked[1])
    assert status == 0
    for sentence in (
        "nothing here proves that these words were written",
        "it says that it is without: private, originals",
    ):
        assert sentence in said
        assert any(sentence in each for each in check(masked[1], Given()).said)


def test_other_words_in_a_masked_dossier_are_found_in_its_pdf(masked, tmp_path):
    one = copied(masked, tmp_path)
    one.tell(lambda told: told["facts"][0].update(text=OTHERS))
    assert any("fact 1: its words or its seal do not stand" in each for each in check(one.folder, Given()).faults)
