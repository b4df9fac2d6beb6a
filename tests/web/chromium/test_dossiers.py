"""From a case to a dossier in my hands: by the pages alone, without a script, and so that everybody can use them."""

import re
import zipfile

import pytest

from bot.model.seat import Grant
from bot.web.drafts import STEPS
from tests.web.chromium.test_tour import WIDTHS, faults
from tests.web.dossiers import case_of

WAIT = 60
"""How often a page is looked at again until long work is done."""


@pytest.fixture
def case(world):
    return case_of(world)


def begin(served, page, case):
    """Come in, and begin a draft from the case."""
    served.come_in(page)
    page.goto(f"/cases/{case}")
    page.get_by_role("button", name="Préparer un dossier").click()
    page.wait_for_url(re.compile(r"/dossiers/\w{12}"))
    return page.url.partition("?")[0]


@pytest.mark.parametrize(("device", "scheme"), [("phone", "dark"), ("desk", "light")])
def test_every_step_can_be_used_by_everybody(served, contexts, case, device, scheme):
    width = WIDTHS[device]
    page = contexts(base_url=served.url, viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    path = begin(served, page, case)
    wrong = {}
    for where in ("/dossiers", path, *(f"{path}/{step}" for step in STEPS), f"{path}/facts/each"):
        page.goto(where)
        wrong |= {where: found} if (found := list(faults(page, width))) else {}
    assert wrong == {}


def test_from_a_case_to_a_dossier_in_my_hands_without_a_script(world, served, contexts, case):
    page = contexts(base_url=served.url, java_script_enabled=False).new_page()
    path = begin(served, page, case)
    page.goto(f"{path}/words")
    page.get_by_label("Ce qui s’est passé").fill("Depuis mars, cela recommence.")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.goto(f"{path}/outside")
    page.locator("#file").set_input_files(
        {"name": "certificat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    page.locator("#about").fill("Certificat, 12 jours")
    page.get_by_role("button", name="Mettre en sûreté").click()
    page.goto(f"{path}/export")
    page.get_by_label("Pour qui").fill("Madame la procureure")
    page.get_by_label("Je n’ai rien à cacher").check()
    page.get_by_role("button", name="Demander", exact=True).click()
    (waiting,) = world.house.agreeing.open("camille")
    lea = world.seat("Léa", also=frozenset({Grant.EXPORT}))
    world.house.agreeing.agree(waiting.id, lea, world.now)
    page.goto(f"{path}/export")
    page.get_by_role("button", name="Faire le dossier").click()
    done = page.get_by_role("link", name="Télécharger le dossier")
    for _ in range(WAIT):
        if done.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    done.click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger").click()
    names = zipfile.ZipFile(coming.value.path()).namelist()
    assert any(name.endswith("chronology.json") for name in names)
    page.goto("/dossiers")
    assert page.get_by_text("Madame la procureure").count() == 1
