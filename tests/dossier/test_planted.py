"""Whatever of me is planted in a dossier, however it is disguised, the other side does not read it."""

import json

import msgspec
import pytest

from bot.dossier import pdf
from bot.dossier.content import About
from bot.dossier.draft import Draft
from bot.dossier.leaves import leaves
from bot.dossier.readings import readings
from bot.dossier.redacting import redacted
from bot.dossier.scanning import scan
from tests.dossier.plainly import write
from tests.dossier.plants import DISGUISES, FORMS, IN_A_FACT, IN_THE_WHOLE, NOON, WITNESSES, planted, vault
from tests.leakscan import LeakScan
from tests.vault.conftest import VAULT

DRAFT = Draft(
    id="1",
    person="camille",
    about=About.CASE,
    subject="case-1",
    language="fr",
    made_at=NOON,
    by="camille",
    witnesses=WITNESSES,
)
EACH = 25
SEEDS = range(24)
MINE = vault()


@pytest.fixture(scope="module")
def scanned():
    """Knows the values themselves, as nothing in the product does."""
    every = [value for values in VAULT.values() for value in values]
    return LeakScan([*every, *WITNESSES, "Zephirine Ostrogoth"])


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_was_planted_is_read_by_the_other_side(seed, scanned, tmp_path):
    contents, plants = planted(seed, EACH)
    made = redacted(contents, DRAFT, MINE, ())
    write(made.contents, tmp_path)
    assert scan(tmp_path, made.finder) == (), plants
    for leaf in leaves(made.contents):
        scanned.text(f"{leaf.field} of {leaf.fact}", leaf.text)
        for reading in readings(leaf.text):
            scanned.text(f"{leaf.field} of {leaf.fact}, undone", reading.text)
    scanned.text("the table", (tmp_path / "chronology.csv").read_text("utf-8"))
    said = (tmp_path / "dossier.pdf").read_bytes()
    for page in pdf.pages(said):
        scanned.text("a page", page)
    scanned.text("what no page shows", pdf.parts(said).strings)


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_masking_what_is_masked_changes_nothing(seed):
    made = redacted(planted(seed, EACH)[0], DRAFT, MINE, ())
    assert redacted(made.contents, DRAFT, MINE, ()).contents == made.contents


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_what_is_planted_and_not_masked_is_found_before_it_is_written(seed, tmp_path):
    contents, plants = planted(seed, EACH)
    made = redacted(contents, DRAFT, MINE, ())
    for number, fact in enumerate(contents.facts):
        kind, disguise, place = plants[number]
        if place in {"text", "alt text", "edit", "quoted post"} and kind in VAULT:
            folder = tmp_path / f"{number}"
            folder.mkdir()
            (folder / "chronology.json").write_bytes(msgspec.json.encode(fact))
            assert scan(folder, made.finder), (kind, disguise, place)


def test_there_are_five_hundred_plants_and_more_of_every_kind_everywhere():
    every = [plant for seed in SEEDS for plant in planted(seed, EACH)[1]]
    assert len(every) >= 500
    assert {kind for kind, _, _ in every} == {*FORMS}
    assert {disguise for _, disguise, _ in every} == {*DISGUISES}
    assert {place for _, _, place in every} >= {*IN_A_FACT}
    assert len({place for _, _, place in every} & {*IN_THE_WHOLE}) > 10


def test_the_plants_stand_there_before(scanned):
    """So that the test above can fail."""
    contents, _ = planted(0, EACH)
    with pytest.raises(AssertionError, match="of a value"):
        scanned.text("unmasked", json.dumps(msgspec.to_builtins(contents), ensure_ascii=False))
