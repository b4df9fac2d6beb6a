"""What is wrong in a configuration, or asked wrongly, is said in French to who speaks it; what they wrote is left."""

import ast
import re
from pathlib import Path

import pytest

from bot.config import Unusable, load
from bot.config.explain import KINDS, WORDED
from bot.config.load import language_of
from bot.config.twice import SAME_WEBHOOK
from bot.explaining.words import explained, fault, refusals, trouble
from bot.rules import faults
from bot.rules.conditions.repeated import Repeated

OURS = {"bot/config/lexicons.py", "bot/config/pack_file.py", "bot/config/shorthand.py", "bot/config/alert_url.py"}
"""Files that come with Rempart are read there; and `alert_url` ends its sentences with a cure that is looked at below."""
WRITTEN = [
    file
    for folder in ("bot/config", "bot/rules")
    for file in sorted(Path(folder).rglob("*.py"))
    if str(file) not in OURS
] + [Path("bot/signals/patterns.py")]
SAYING = frozenset({"ValueError", "ConfigError", "Problem", "problem", "_stated", "no_such"})
PIECES = re.compile(r'(?:[\w-]+: )?x|write x|x x, or x = "forever"')
"""What others are put together from."""
REFUSING = ("commands", "store", "backups", "vault", "dossier", "people", "firstrun", "frames.py", "keyring.py", "web")
"""Where else what a person asks for on the command line is refused."""
ASKED = [file for room in REFUSING for file in sorted(Path("bot", room).rglob("*.py")) or [Path("bot", room)]]
ENGLISH = frozenset({"the", "is", "not", "cannot", "no", "and", "this", "must", "write", "be", "or", "has", "it"})

CODE = re.compile(r'"[^"]*"|\w+:[^\s\u00a0]*|«\u202f\?\u00a0»')
"""What is written as it stands."""


def text(node, named):
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.Name(id=name):
            return named.get(name, "x")
        case ast.FormattedValue(value=value):
            return text(value, named)
        case ast.JoinedStr(values=values):
            return "".join(text(one, named) for one in values)
    return "x"


def constants(tree):
    for node in ast.walk(tree):
        match node:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() | ast.JoinedStr() as value)
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.JoinedStr() as value)
            ):
                yield name, text(value, {})


def sentences(file, saying):
    tree = ast.parse(file.read_text())
    named = dict(constants(ast.parse(Path("bot/config/secret.py").read_text()))) | dict(constants(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in saying:
                said = [text(one, named) for one in (*args, *(one.value for one in node.keywords))]
                yield f"x is no {said[-1]}; did you mean x?" if name == "no_such" else said[-1]
            case ast.Tuple(elts=[first, _]) if file.stem == "twice":
                yield text(first, named)
            case ast.Tuple(elts=[_, ast.Constant() | ast.JoinedStr() as last]) if file.stem == "named":
                yield text(last, named)
            case ast.Assign(targets=[ast.Name(id="what" | "cure")], value=ast.IfExp() as value) if saying is SAYING:
                yield from (text(one, named) for one in (value.body, value.orelse))
            case ast.Assign(targets=[ast.Name(id="what")], value=value) if saying is SAYING:
                yield text(value, named)


CONTEXT = {
    "error": "",
    "discriminator": "'platform'",
    "expected": "'a', 'b' or 'c'",
    "ge": 2,
    "le": 64,
    "max_length": 9,
}
TOLD = sorted(
    {
        said
        for files, saying in ((WRITTEN, SAYING), (ASKED, {"ConfigError"}))
        for file in files
        for said in sentences(file, saying)
        if " " in said and not PIECES.fullmatch(said)
    }
    | {f"must be {kind}" for kind in (KINDS | faults.KINDS).values()}
    | {made("key", CONTEXT) for kind, made in WORDED.items() if kind != "value_error"}
    | {SAME_WEBHOOK.format(other="x")}
)


def test_the_sentences_are_the_code_itself():
    assert {"a community has no delegates; leave it out", "must be 64 or less", "must be a table"} <= {*TOLD}
    assert len(TOLD) > 240


@pytest.mark.parametrize("said", TOLD)
def test_each_is_said_in_french(said):
    french = trouble(explained("fr"), said)
    assert french != said
    words = french.replace('"draft"', "").replace('"send"', "").lower().split()
    assert not {*words} & ENGLISH, french
    assert " ;" not in french
    assert "'" not in french.replace("'a', 'b' ou 'c'", "")


@pytest.mark.parametrize("said", TOLD)
def test_each_stands_as_it_is_in_english(said):
    assert trouble(explained("en"), said) == said


SAID = 'config.toml, ligne {}\u00a0: person "camille", {}\u00a0: {}'
RULED = 'config.toml, ligne {}\u00a0: rule "insiste", {}\u00a0: {}'
HANDLE = 'n’est pas un identifiant Bluesky\u202f; écrivez-le en entier\u00a0: handle = "camille.bsky.social", ou un DID'
SECRET = (
    'un secret ne s’écrit jamais dans ce fichier\u202f; écrivez { file = "secrets/camille" } ou '
    '{ env = "CAMILLE_SECRET" }, et changez celui qui était ici'
)


def wrong(folder, written):
    file = folder / "config.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(Unusable) as caught:
        load(file, {})
    assert language_of(file) == "fr"
    return [fault(explained("fr"), one) for one in caught.value.problems]


def test_what_i_wrote_wrong_is_said_in_my_language_with_its_place_and_what_to_write(tmp_path):
    said = wrong(
        tmp_path,
        """language = "fr"
[[person]]
name = "camille"
mode = "acte"
  [[person.account]]
  platform = "bluesky"
  handle = "camille"
  secret = "abcd-efgh-ijkl-mnop"
[[rule]]
name = "insiste"
reason = "hate"
severity = "high"
all = [ { repeated = { times = 70, within = "1 hour" } } ]
then = ["mut"]
""",
    )
    assert said == [
        SAID.format(4, "mode", "doit être l’un de ceux-ci\u00a0: 'off', 'observe' ou 'act'"),
        SAID.format(7, "account 1, handle", HANDLE),
        SAID.format(8, "account 1, secret", SECRET),
        RULED.format(13, "all 1", "repeated.times\u00a0: doit être au plus 64. Exemple\u00a0: " + Repeated.example),
        RULED.format(14, "then 1", "'mut' n’est pas un effet\u202f; vouliez-vous écrire mute\u202f?"),
    ]


def test_what_is_no_toml_is_said_in_the_language_that_a_line_of_it_names(tmp_path):
    [said] = wrong(tmp_path, 'language = "fr"\n[[person]]\nname = camille\n')
    assert said.startswith("config.toml, ligne 3\u00a0: colonne 8\u00a0: n’est pas du TOML (valeur incompréhensible")


@pytest.mark.parametrize(
    ("said", "language"),
    [({"LANG": "fr_FR.UTF-8"}, "fr"), ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "en"), ({}, "en"), ({"LANG": "C"}, "en")],
)
def test_where_there_is_no_configuration_it_is_said_in_the_language_of_who_asks(tmp_path, said, language):
    assert language_of(tmp_path / "none.toml", said) == language


def test_several_lines_are_said_one_by_one_and_what_nobody_knows_stands_as_it_is():
    french = explained("fr")
    assert trouble(french, "a.toml: must be a table\nb.toml: something new") == (
        "a.toml\u00a0: doit être une table\nb.toml: something new"
    )
    assert fault(french, 'person "mute": must be a table').startswith('person "mute"')
    assert fault(french, "'mut' is no effect; did you mean mute?").endswith("mute\u202f?")


@pytest.mark.parametrize("said", [said for _, said in refusals("fr")])
def test_french_spaces_do_not_break_before_signs_nor_inside_quotation_marks(said):
    words = CODE.sub("", said)
    assert not re.search(r"(?<!\u00a0)[:»]|«(?!\u00a0)|(?<!\u202f)[;!?]|'", words), said
