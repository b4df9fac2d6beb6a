"""I bring a certificate by the page: it is kept as it is, sealed, in the chain, and no name or size of it does harm."""

import re
from hashlib import sha256

import pytest

from bot.custody import brought
from bot.model.seat import Grant
from bot.store import custody, read
from bot.web.headers import MOST
from bot.web.pages import dossier_outside
from bot.web.pages.dossier_outside import LARGEST, plain
from tests.web.conftest import CSRF
from tests.web.dossiers import begun, draft, events

LETTER = b"%PDF-1.7 " + bytes(range(256))


@pytest.fixture
def camille(world):
    return world.holder()


@pytest.fixture
def path(world, camille):
    return begun(world, camille)


def bring(browser, path, name="certificat.pdf", raw=LETTER, about="Certificat", **rest):
    csrf = CSRF.search(browser.get("/").text)[1]
    fields = {"csrf": csrf, "about": about, **rest}
    return browser.client.post(f"{path}/outside/bring", data=fields, files={"file": (name, raw, "text/html")})


def kept(world):
    return [one for _, one in brought.listed(world.store, ["camille"])]


def test_a_certificate_is_kept_as_it_is_and_goes_along(world, camille, path):
    answer = bring(camille, path, dated="2026-03-02")
    assert answer.headers["location"] == f"{path}/outside?said=dossier_brought"
    (one,) = kept(world)
    with world.store.reading() as connection:
        raw = read.content(connection, world.store.master, one.exhibit)
        (box,) = custody.of(connection, "camille", brought.EVENT)
    assert LETTER in raw
    assert (one.brought.digest, one.brought.by, box.id) == (sha256(LETTER).hexdigest(), "camille", one.exhibit)
    assert draft(world, path).outside == (one.exhibit,)
    page = camille.get(f"{path}/outside").text
    assert one.brought.digest in page
    assert "2 mars 2026" in page.replace("\xa0", " ")
    assert events(world)[-1] == "kept"
    camille.post(f"{path}/outside", f"{path}/outside", exhibit="0" * 32)
    assert draft(world, path).outside == ()
    camille.post(f"{path}/outside", f"{path}/outside", exhibit=one.exhibit)
    assert draft(world, path).outside == (one.exhibit,)
    assert world.verified()


def test_no_page_opens_it(camille, path):
    bring(camille, path)
    page = camille.get(f"{path}/outside").text
    assert not re.search(r'(href|src)="[^"]*(certificat|exhibit|image)', page.split("<main")[1])


@pytest.mark.parametrize(
    ("name", "is_called"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\evil.exe", "evil.exe"),
        ("cer\u202etifdp.exe", "certifdp.exe"),
        ("a\x00b\nc\x7f.pdf", "a b c .pdf"),
        ("..", ""),
        ("   ", ""),
        (".htaccess", "htaccess"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
        ("certificat médical (1).pdf", "certificat médical (1).pdf"),
        ("<script>.svg", "<script>.svg"),
    ],
)
def test_a_file_is_called_by_what_is_harmless_of_its_name(name, is_called):
    assert plain(name) == is_called


@pytest.mark.parametrize(
    "name", ["<script>alert(1)<", "'\"><img src=x>", "{{1234*4321}}", "..\\..\\x", "\u202egnp.exe"]
)
def test_odd_names_do_no_harm_on_the_page(world, camille, path, name):
    assert bring(camille, path, name=name, about=name.strip("\u202e")).status_code == 303
    page = camille.get(f"{path}/outside").text
    assert not any(part in page for part in ("<script>alert", "<img src=x", "5332114", "\u202e"))


def test_what_is_too_large_empty_or_unexplained_is_not_kept(world, camille, path, monkeypatch):
    assert bring(camille, path, raw=b"").status_code == 409
    assert bring(camille, path, about=" ").status_code == 409
    assert bring(camille, path, raw=b"x" * (LARGEST + MOST + 10)).status_code == 413
    answer = bring(camille, path, raw=b"x" * (LARGEST + 10))
    assert (answer.status_code, "Trop long" in answer.text) == (413, True)
    assert bring(camille, path, dated="soon").status_code == 409
    assert kept(world) == []
    assert dossier_outside.LARGEST < brought.MOST


def test_files_are_taken_at_this_one_address_and_from_those_who_may(world, camille, path):
    lea = world.guest("Léa")
    assert bring(lea, path).status_code == 400  # not even read
    csrf = CSRF.search(camille.get("/").text)[1]
    for page in ("/", f"{path}/words", "/dossiers"):
        answer = camille.client.post(page, data={"csrf": csrf}, files={"file": ("x", b"x")})
        assert answer.status_code == 400
    two = [("file", ("a", b"a")), ("file", ("b", b"b"))]
    answer = camille.client.post(f"{path}/outside/bring", data={"csrf": csrf, "about": "x"}, files=two)
    assert answer.status_code == 400
    assert camille.client.post(f"{path}/outside/bring", files={"file": ("a", b"a")}).status_code == 403
    assert world.browser().client.post(f"{path}/outside/bring", files={"file": ("a", b"a")}).status_code == 303
    assert kept(world) == []


def test_who_may_take_evidence_out_may_bring_some(world, path):
    assert bring(world.guest("Léa", also=frozenset({Grant.EXPORT})), path).status_code == 303
    assert kept(world)[0].brought.by == "Léa"
