"""Camille asks what a court could be shown, and is told in her language, with what it does not show."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.commands.words import words
from bot.custody.proving import Proving, Wanted
from bot.evidence.proof import Claim, Flaw, Limit, Proof, Standing
from bot.explaining.proof import proof_lines
from tests.evidence.repositories import Author, everything, pieces

KEY = "bluesky:did:plc:camille"


class Platform:
    def __init__(self, items):
        self.items = items

    async def origin(self, uri, revision):
        for item in self.items:
            yield item


@pytest.fixture
def prove(scene):
    """Take these into custody as the proof of the threat."""

    def taken(items):
        proving = Proving(scene.process.store, {KEY: Platform(items)}, lambda: datetime.now(UTC))
        asyncio.run(proving.prove(Wanted(0, 0, "camille", KEY, scene.uri("rancunier"), "bafy")))

    return taken


@pytest.fixture
def why(rempart, scene):
    return lambda *options: rempart("why", scene.uri("rancunier"), "--config", scene.config, *options)


def test_what_is_proven_is_said_with_what_is_not(prove, why):
    author = Author()
    prove(everything(author))
    status, out, _ = why()
    assert status == 0
    assert "Preuve par l’origine\xa0: elle tient" in out
    assert "✓ Le dépôt de l’auteur contenait ce message, mot pour mot" in out
    assert "· Elle ne prouve pas quelle main a écrit" in out
    assert author.did not in out
    (finding,) = json.loads(why("--json")[1])["findings"]
    (proof,) = finding["proofs"]
    assert (proof["verified"], proof["standing"]) == (True, "present")
    assert author.did not in json.dumps(proof)


def test_what_does_not_hold_is_said_too(prove, why):
    prove(everything(Author(), repository=b"broken"))
    _, out, _ = why()
    assert "Preuve par l’origine\xa0: NE TIENT PAS" in out
    assert "✗ repository proof\xa0: " in out


def test_where_nothing_came_i_am_told_that_nothing_is_proven(prove, why):
    prove(pieces(Author().uri))
    _, out, _ = why()
    assert "Preuve par l’origine\xa0: rien n’est prouvé" in out
    assert "· Le serveur de l’auteur n’a pas été interrogé" in out


def test_a_proof_that_was_erased_leaves_the_rest(prove, why, scene):
    prove(everything(Author()))
    with scene.process.store.writing() as connection:
        connection.execute(text("DELETE FROM exhibit_key WHERE id IN (SELECT id FROM exhibit WHERE what = '1')"))
    status, out, _ = why()
    assert status == 0
    assert "Preuve" not in out


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("standing", Standing)
def test_each_thing_that_a_proof_can_say_has_words(language, standing):
    now = datetime.now(UTC)
    flaws = (Flaw(piece="plc log", what="x"),)
    whole = Proof(
        key="k", rev="r", committed_at=now, standing=standing, claims=(*Claim,), limits=(*Limit,), flaws=flaws
    )
    lines = list(proof_lines(words(language), whole, "Europe/Paris"))
    said = 1 if standing is Standing.UNKNOWN else 2
    assert len(lines) == said + 1 + len(Claim) + len(Limit)
