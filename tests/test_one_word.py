"""One thing has one word wherever I read of it: on the pages, in a dossier, in an alert, on the command line."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REJECTED = {
    "fr": r"occult|caviard|\baffaires?\b|messages?\sdirect|exemplaire\scomplet|version\sexpurgée",
    "en": r"private messages?|masked (version|rendering|copy)|complete copy|blackened version",
}
"""What is called otherwise: version masquée, cas, message privé, version complète; redacted, direct message, complete."""


def texts(language):
    """All that is said in a language, by where it stands."""
    return {path: tomllib.loads(path.read_text()) for path in sorted(ROOT.glob(f"bot/**/texts/{language}.toml"))}


def values(told):
    """The words of texts, without their keys."""
    if isinstance(told, dict):
        return [each for one in told.values() for each in values(one)]
    return [each for one in told for each in values(one)] if isinstance(told, list) else [str(told)]


@pytest.mark.parametrize("language", sorted(REJECTED))
def test_what_has_a_word_is_called_by_no_other(language):
    every = texts(language)
    said = [(path.parent.parent.name, each) for path, told in every.items() for each in values(told)]
    assert [one for one in said if re.search(REJECTED[language], one[1], re.IGNORECASE)] == []
    assert len(every) > 5


def test_the_law_and_what_is_read_first_use_the_same_words():
    assert re.findall(REJECTED["fr"], (ROOT / "bot/law/fr.toml").read_text(), re.IGNORECASE) == []
    for read in ("README.md", "config.example.toml"):
        assert re.findall(REJECTED["en"], (ROOT / read).read_text(), re.IGNORECASE) == []
