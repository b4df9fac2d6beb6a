"""From the link that the terminal prints to an armed shield, on a phone: pages alone, and nothing typed in between.

The Mastodon server is our double, a process of its own; the person says yes there in the same browser.
"""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from tests.web.chromium.test_tour import WIDTHS, faults
from tests.web.test_beside import free_port

ENOUGH = 30.0
"""Seconds after which nothing more is to be hoped for."""
LINK = re.compile(r"http://127\.0\.0\.1:\d+/enter/\S+")


@contextmanager
def process(*command, **rest):
    """A process of ours, ended with what needs it."""
    around = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-m", *map(str, command))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around, **rest) as one:
        try:
            yield one
        finally:
            one.kill()


@pytest.fixture
def server():
    """A Mastodon server with somebody who protects herself and somebody who does not leave her alone."""
    with process("tests.doubles.mastodon") as one:
        base = json.loads(one.stdout.readline())["base"]

        def tell(**what):
            request = urllib.request.Request(f"{base}/_control", json.dumps(what).encode() if what else None)
            request.add_header("Content-Type", "application/json")
            with urllib.request.urlopen(request, timeout=ENOUGH) as answer:
                return json.load(answer)

        tell.base = base
        yield tell


@pytest.fixture
def terminal(tmp_path):
    """A terminal in which the first run was begun: its process, its configuration, and the link it shows."""
    config = tmp_path / "config.toml"
    options = ("--config", config, "--pages", "--run", "--allow-loopback")
    with process("bot", "init", *options, stderr=subprocess.DEVNULL) as one:
        one.config = config
        one.link = next(found[0] for line in one.stdout if (found := LINK.search(line)))
        yield one


@pytest.fixture
def phone(contexts):
    """A phone whose owner speaks French; what its browser complains of is in `said`."""
    page = contexts(viewport={"width": WIDTHS["phone"], "height": 800}).new_page()
    page.said = []
    page.on("console", lambda line: page.said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


def looked_at(page):
    """Nothing is wrong with the page that is shown."""
    page.locator("main").wait_for()  # while one page follows another there is none
    assert list(faults(page, WIDTHS["phone"])) == [], page.url


def press(page, name):
    """Look at the page, once it is there, then go on to the next."""
    door = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    door.wait_for()
    page.wait_for_load_state()
    looked_at(page)
    with page.expect_navigation():
        door.click()


def answer_everything(page, terminal, server):
    page.goto(terminal.link)
    press(page, "Entrer")
    press(page, "Français")
    page.get_by_label("Un prénom").fill("camille")
    press(page, "Continuer")
    press(page, "Continuer")
    press(page, "Mastodon")
    page.get_by_label("Votre serveur").fill(server.base)
    press(page, "Continuer")
    looked_at(page)
    yes = page.get_by_role("link", name="Aller sur").get_attribute("href")
    page.goto(f"{yes}&as=figure")  # who has logged in at the double, says yes by looking
    page.get_by_text("Rempart a accès au compte figure").wait_for()
    press(page, "Continuer")
    page.get_by_label("Son nom").fill("dominique")
    press(page, "Ajouter")
    for _ in ("dominique", "nobody is told", "the vault"):
        press(page, "Continuer")
    page.get_by_text("dominique").wait_for()
    press(page, "Écrire la configuration")
    page.get_by_text("C’est écrit et relu").wait_for()


def raise_and_arm(page):
    press(page, "Lever le bouclier")
    press(page, "Ouvrir mes pages")
    press(page, "Entrer")
    page.get_by_role("heading", name="Le bouclier observe").wait_for()
    press(page, "Voir ce qui aurait été fait, puis armer")
    page.get_by_text("Ce qui aurait été fait").wait_for()
    press(page, "Confirmer le changement")
    page.get_by_role("heading", name="Le bouclier agit").wait_for()
    press(page, "Aujourd’hui")
    page.get_by_role("heading", name="Le bouclier est levé").wait_for()
    looked_at(page)


def muted_by_and_by(server):
    """Whether who threatens is muted, within the seconds in which a running shield takes a change up."""
    ends = time.monotonic() + ENOUGH
    while not server()["mutes"] and time.monotonic() < ends:
        server(do="post", by="harasser", text="@figure je vais te tuer")
        time.sleep(1)
    return bool(server()["mutes"])


def test_from_the_printed_link_to_an_armed_shield_by_pages_alone(phone, terminal, server):
    answer_everything(phone, terminal, server)
    text = terminal.config.read_text()
    assert ('mode     = "observe"' in text, stat.S_IMODE(terminal.config.stat().st_mode)) == (True, 0o600)
    terminal.config.write_text(f'{text}\n[web]\nlisten = "127.0.0.1:{free_port()}"\n')  # other tests use the usual one
    raise_and_arm(phone)
    assert 'mode     = "act"' in terminal.config.read_text()
    assert muted_by_and_by(server)
    assert phone.said == []
    phone.goto("about:blank")
    terminal.send_signal(signal.SIGTERM)
    assert terminal.wait(ENOUGH) == 0
