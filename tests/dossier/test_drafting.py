"""A draft is kept until I need it, opens for nobody else, and goes with whom it is about; its form names every fault."""

import zipfile
from datetime import UTC, date, datetime

import msgspec
import pytest
from sqlalchemy import select

from bot.backups.backup import back_up
from bot.backups.export import export
from bot.backups.restoring import restore
from bot.cases.keeping import Casework
from bot.config.problem import Unusable
from bot.custody import brought
from bot.demo.show import bundled
from bot.dossier import drafting, form
from bot.dossier.content import About
from bot.dossier.draft import Which
from bot.dossier.fact import Showing
from bot.dossier.statement import Domicile, Judged, Statement
from bot.erasure.plan import Erasure
from bot.erasure.spared import Target
from bot.errors import Refused
from bot.model.shield import Shield
from bot.store import handed
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.dossier.shield import HE, NOW, SHADOW, case_of, draft

SAID = Statement(
    complainant="Camille D.",
    words='Il est revenu.\nTrois fois, et il a écrit « je te vois » \\ "encore".\x7f',
    effects="Je ne dors plus.",
    asked=("Qu’il cesse",),
    presumed="Théo M.",
    age="under_fifteen",
    vulnerable=True,
    unfit="unfit_none",
    domicile=Domicile(kind="third_party", name="Me Durand", lines=("1 place du Palais", "75001 Paris"), consents=True),
)


def begun(store, **more):
    return drafting.begin(store, draft(subject=case_of(store, HE), **more), NOW)


def test_what_i_said_is_there_again_by_the_beginning_of_its_id(store):
    one = msgspec.structs.replace(begun(store), statement=SAID)
    drafting.keep(store, one)
    assert drafting.draft(store, one.id[:5]) == one
    assert drafting.drafts(store, "camille") == [one]


def test_what_i_brought_of_him_is_in_it_from_the_beginning(store):
    given = [
        brought.take(
            store,
            "camille",
            brought.brought("a.txt", b"a", "une lettre", by="lea", account=account, dated=None, instrument=0),
            NOW,
        )
        for account in (HE, SHADOW)
    ]
    assert begun(store).outside == (given[0],)


@pytest.mark.parametrize("id_", ["", "zz"])
def test_an_id_that_names_no_draft_is_refused(store, id_):
    begun(store)
    with pytest.raises(Refused, match="dossier list"):
        drafting.draft(store, id_)


def test_the_form_gives_back_what_it_was_made_of(store, tmp_path):
    since = datetime(2026, 1, 1, tzinfo=UTC)
    judged = Judged(
        kind="judgment", at=date(2026, 5, 1), court="Tribunal judiciaire de Paris", text="coupable\nde tout"
    )
    one = msgspec.structs.replace(
        begun(store, since=since, which=Which.FIRST_AND_LAST),
        statement=SAID,
        judged=(judged,),
        witnesses=("Madame Petit",),
        law="none",
        shown={"ab" * 32: Showing.BLURRED},
    )
    file = tmp_path / "dossier.toml"
    file.write_text("\n".join(lines for _, lines in form.written(one)), encoding="utf-8")
    assert form.read(file, begun(store)).statement == SAID
    again = form.read(file, one)
    assert again.since == since
    assert msgspec.structs.replace(again, since=since) == one


def test_a_day_is_a_day_on_my_clock(store, tmp_path):
    file = tmp_path / "dossier.toml"
    file.write_text("since = 2026-07-01\nuntil = 2026-08-01T12:00:00\n")
    found = form.read(file, begun(store))
    assert found.since.astimezone(UTC) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert found.until.astimezone(UTC) == datetime(2026, 8, 1, 10, tzinfo=UTC)


def test_programs_may_write_it_as_json(store, tmp_path):
    file = tmp_path / "dossier.json"
    file.write_text('{"language": "en", "statement": {"words": "He came back."}}')
    found = form.read(file, begun(store))
    assert (found.language, found.statement.words) == ("en", "He came back.")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("witness = []", "witness: "),
        ('which = "some"', "which: "),
        ('which = "chosen"', "chosen = "),
        ("since = 2026-02-01\nuntil = 2026-01-01", "until lies before since"),
        ('[statement]\ncomplaint = "x"', "line 2: statement, complaint: "),
        ('[statement.domicile]\nkind = "home"', "statement, domicile, kind: "),
        ('[[judged]]\nkind = "fine"', "judged 1, kind: "),
        ('[[judged]]\nkind = "judgment"\nat = "hier"', "judged 1, at: "),
        ('language = "de"', "language: "),
        ('law = "de"', "law: "),
        ('[statement]\nunfit = "ten days"', "line 2: statement, unfit: "),
        ("which = ", "is not TOML"),
    ],
)
def test_every_fault_is_named_by_its_key(store, tmp_path, written, said):
    file = tmp_path / "dossier.toml"
    file.write_text(written)
    with pytest.raises(Unusable) as told:
        form.read(file, begun(store))
    assert said in str(told.value)


@pytest.mark.parametrize("written", ["{", "[]"])
def test_what_is_no_json_is_told(store, tmp_path, written):
    file = tmp_path / "dossier.json"
    file.write_text(written)
    with pytest.raises(Unusable, match=r"JSON|curly"):
        form.read(file, begun(store))


def rows(store):
    with store.reading() as connection:
        return list(connection.scalars(select(handed.dossier.c.subject)))


def test_a_draft_about_somebody_who_is_erased_goes_with_them(store, tmp_path):
    drafting.begin(store, draft(About.ACCOUNT, "bluesky:did:plc:marc"), NOW)
    person = bundled("il-revient").opening.protected.person()
    with store.writing() as connection:
        case = Casework(connection, store.master, Shield(protected=person), "lea", NOW).add("bluesky:did:plc:marc")
    drafting.begin(store, draft(subject=case.id), NOW)
    kept = begun(store)
    Erasure(store, tmp_path / "keys").erase(Target(person="camille", account="bluesky:did:plc:marc"), "camille", NOW)
    assert rows(store) == [kept.subject]


def test_with_me_all_of_it_goes(store, tmp_path):
    begun(store)
    Erasure(store, tmp_path / "keys").erase(Target(person="camille"), "camille", NOW)
    assert rows(store) == []
    assert drafting.handovers(store, "camille") == []


def test_all_that_is_kept_of_it_is_mine_to_read(store, tmp_path):
    drafting.keep(store, msgspec.structs.replace(begun(store), statement=SAID))
    export(store, "camille", "fr", tmp_path / "camille.zip", NOW)
    with zipfile.ZipFile(tmp_path / "camille.zip") as out:
        assert "Je ne dors plus." in out.read("readable/drafts.jsonl").decode()
        assert "readable/handed.jsonl" in out.namelist()


def test_a_draft_that_is_dropped_is_gone(store):
    one = begun(store)
    drafting.drop(store, one)
    assert drafting.drafts(store, "camille") == []


def test_an_old_backup_brings_back_what_i_said_but_of_nobody_who_was_erased_since(store, tmp_path):
    nadia = "bluesky:did:plc:nadia"  # to whom I stand in no way
    kept = msgspec.structs.replace(begun(store), statement=SAID)
    drafting.keep(store, kept)
    drafting.begin(store, draft(About.ACCOUNT, nadia), NOW)
    keys = tmp_path / "rempart.keys"
    back_up(store, tmp_path / "old.backup", keys, NOW)
    Erasure(store, keys).erase(Target(person="camille", account=nadia), "camille", NOW)
    other = Store(f"sqlite:///{tmp_path}/other.db", store.master)
    migrate(other)
    restore(other, tmp_path / "old.backup", keys, {}, "camille", NOW)
    assert drafting.drafts(other, "camille") == [kept]
    assert b"dors plus" not in (tmp_path / "old.backup").read_bytes()
    other.close()
