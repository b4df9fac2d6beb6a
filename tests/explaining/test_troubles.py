"""What a server did not do, and what is refused on the pages, is said in French to who speaks it."""

import ast
from pathlib import Path

import pytest

from bot.explaining.words import explained, trouble

SAID = frozenset(
    {"TryLater", "Spent", "Slower", "TooLarge", "Unanswered", "Refused", "Unauthorized", "Gone", "NotOffered"}
    | {"Forbidden", "Conflict", "NoRole", "AlreadySo", "Expired", "TooMany", "TooNew"}
)
"""The errors whose sentences are kept with what they ended."""
WRITTEN = (*Path("bot/platforms").rglob("*.py"), Path("bot/delivery.py"), *Path("bot/outbox").rglob("*.py"))
ROOMS = ("people", "cases", "moderating", "working", "web")
"""Where what is asked for on the pages is refused."""
ALSO = (Path("bot/alerts/apprise.py"), Path("bot/backups/restoring.py"), Path("bot/dossier/handing.py"))
ELSEWHERE = {"bot/platforms/outside.py", "bot/platforms/media.py", "bot/platforms/mastodon/oauth.py"} | {
    "bot/moderating/measuring.py"
}
"""What these say stands with no delivery: where a custody, a first run or the form of a measure has its own words."""
HANDED_ON = ": x"
"""Ends what only says where another sentence was said."""


def sentence(node, named):
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return named.get(name, "")
        case ast.JoinedStr(values=values):
            return "".join(one.value if isinstance(one, ast.Constant) else "x" for one in values)
    return ""


def constants(tree):
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant | ast.JoinedStr):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield target.id, sentence(node.value, {})


def sentences(file):
    tree = ast.parse(file.read_text())
    named = dict(constants(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in SAID:
            said = sentence(node.args[0], named)
            yield "" if said.endswith(HANDED_ON) else said
        if isinstance(node, ast.keyword) and node.arg == "trouble":
            yield sentence(node.value, named)


ASKED = [file for room in ROOMS for file in Path("bot", room).rglob("*.py")]
TOLD = sorted(
    {
        said
        for file in (*WRITTEN, *ALSO, *ASKED)
        if str(file) not in ELSEWHERE
        for said in sentences(file)
        if " " in said
    }
)


def test_the_sentences_are_the_code_itself():
    assert {"the account is suspended", "A report cannot be taken back.", "interrupted while it was sent"} <= {*TOLD}
    assert len(TOLD) > 150


@pytest.mark.parametrize("said", TOLD)
def test_each_is_said_in_french(said):
    french = trouble(explained("fr"), said)
    assert french != said
    assert not {*french.lower().split()} & {"the", "is", "not", "cannot", "no", "and", "this"}, french


@pytest.mark.parametrize("said", TOLD)
def test_each_stands_as_it_is_in_english(said):
    assert trouble(explained("en"), said) == said


def test_what_stands_before_it_and_what_was_tried_is_said_too():
    french = explained("fr")
    assert trouble(french, "mastodon has no hide_reply") == "mastodon n’a pas cela\u00a0: masquage de la réponse"
    assert trouble(french, "mute: it is no longer there (404)") == (
        "mise en sourdine du compte\u00a0: cela n’existe plus (404)"
    )
    lacking = "suspend: the token lacks admin:write:accounts; make a new one with it"
    assert trouble(french, lacking) == (
        "suspension du compte\u00a0: il manque au jeton admin:write:accounts\u202f; faites-en un nouveau qui l’ait"
    )
    given_up = "given up after 16 tries: muteActor: the server answered 502 UpstreamFailure."
    assert trouble(french, given_up) == (
        "abandonné après 16 essais\u00a0: muteActor\u00a0: le serveur a répondu 502 UpstreamFailure."
    )


@pytest.mark.parametrize("said", ["", "KeyError", "something new", "x: something new"])
def test_what_nobody_knows_stands_as_it_is(said):
    assert trouble(explained("fr"), said) == said
