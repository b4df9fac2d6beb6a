"""A key of one's own, in a real browser with a device of its own (Chromium's virtual authenticator)."""

import pytest

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(page):
    """The device: what it is told, and what it keeps."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def tell(what, **more):
        return tools.send(f"WebAuthn.{what}", {"authenticatorId": made, **more})

    return tell


@pytest.fixture
def faults(page):
    """What the browser complains of."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if line.type == "error" else None)
    return found


def add_a_key(served, page):
    served.come_in(page)
    page.goto("/people")
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    page.wait_for_url("**/people?said=key_added")


def test_a_browser_comes_in_by_a_link(served, page):
    served.come_in(page)
    assert page.locator("h2#shield").inner_text() == "Le bouclier est baissé"


def test_i_add_a_key_and_come_in_by_it_without_a_link(served, page, device, faults):
    add_a_key(served, page)
    assert "La clé d’accès est ajoutée" in page.locator(".notice").inner_text()
    assert len(device("getCredentials")["credentials"]) == 1
    page.context.clear_cookies()
    page.goto("/enter")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(f"{served.url}/")
    page.goto("/people")
    assert "Aucune clé" not in page.locator("main").inner_text()
    assert [one for one in faults if "favicon" not in one and "404" not in one] == []


def test_a_key_that_i_removed_and_a_device_that_does_not_know_me_lead_nowhere(served, page, device):
    add_a_key(served, page)
    page.get_by_role("button", name="Retirer la clé").click()
    page.wait_for_url("**/people?said=key_removed")
    page.context.clear_cookies()
    for _ in range(2):
        page.goto("/enter")
        page.get_by_role("button", name="Entrer avec une clé d’accès").click()
        page.get_by_text("La clé n’a pas été acceptée").wait_for()
        device("setUserVerified", isUserVerified=False)


def test_without_scripts_there_is_still_the_link(served, contexts):
    page = contexts(base_url=served.url, java_script_enabled=False).new_page()
    page.goto("/enter")
    assert not page.get_by_role("button", name="Entrer avec une clé d’accès").is_visible()
    served.come_in(page)
    page.goto("/people")
    assert page.locator("noscript p").is_visible()
    assert not page.get_by_role("button", name="Ajouter une clé d’accès").is_visible()
