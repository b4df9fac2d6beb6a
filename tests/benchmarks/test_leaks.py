"""What looking for private data costs a post, anybody's and the vault's together, beside how one would do it plainly.

Two peers read the same posts in the same run. `one alternation` is all patterns of addresses, numbers and mailboxes as
one pattern of `re`, on the post in small letters; it knows nothing of a vault. `every run of words` takes the post apart
into words, and digests each run of up to eight under the vault's key to look it up among all forms in which the values
were seen written; it knows no form that is not among these.
"""

import random
import re
import time
from pathlib import Path

import pytest

from bot.signals.leaks import addresses, mails, papers, phones
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.mentioned import Said, anybodys
from bot.signals.leaks.pieces import kept
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.secret import Vault
from bot.signals.leaks.sight import sight
from tests.signals.leaks.forms import WRITTEN
from tests.timing import settled

pytestmark = pytest.mark.benchmark
TRIES = 7
WORDS = 8
"""Of the longest form of a value that the plain way looks up."""
AIMS = {
    "without a candidate": (20, 3.5),
    "addressed": (60, 1.7),
    "with anybody's data": (150, 0.45),
    "with something of the vault": (150, 0.28),
}
"""Microseconds a post at most; or, where the machine is busy with other things, how much of ours both plain ways cost
together at least."""
KEYED = Keyed([bytes(range(32))])
SENTENCES = [
    line
    for language in ("fr", "en")
    for line in (Path(__file__).parents[1] / "signals" / f"innocent_{language}.txt").read_text("utf-8").splitlines()
]
DISCLOSED = [
    "elle habite au 12 rue des Lilas, 75020 Paris, allez la voir",
    "her address is 42 Elm Street, Springfield, IL 62704, have fun",
    "son numéro c'est le 06 39 98 12 34, appelez-la jour et nuit",
    "écrivez-lui : camille.d (at) exemple.test",
    "sa voiture AB-123-CD, garée devant chez elle",
    "son iban FR14 2004 1010 0505 0001 3M02 606",
    "ses enfants sont à l'école Jules Ferry à Montreuil",
    "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
]


def costs(texts, *finders):
    """Microseconds of processor time a post for each of these, by turns: the best of some tries."""
    taken = [[] for _ in finders]
    for _ in range(TRIES):
        for find, times in zip(finders, taken, strict=True):
            begun = time.process_time()
            for text in texts:
                find(text)
            times.append(time.process_time() - begun)
    return [min(times) / len(texts) * 1e6 for times in taken]


def kept_by_camille():
    """A vault with a value of each kind."""
    return Vault([kept(f"v{number}", one.kind, one.value, KEYED) for number, one in enumerate(WRITTEN)], KEYED)


def both(vault):
    """Anybody's and the person's own, as the pipeline asks for them: the post is read once."""

    def looked(text):
        read = Said("text", sight(text))
        return anybodys([read]), vault.read(read)

    return looked


def one_alternation():
    patterns = [
        addresses.NUMBERED.pattern,
        addresses.ANGLO.pattern,
        addresses.NUMBERED_AFTER.pattern,
        mails.MAIL.pattern,
        papers.IBAN.pattern,
        papers.NIR.pattern,
        papers.CARD.pattern,
        papers.ANY.pattern,
        papers.FNI.pattern,
        phones.RUN.pattern.decode(),
    ]
    naive = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    return lambda text: [match.span() for match in naive.finditer(text.lower())]


def every_run_of_words():
    known = {KEYED.digest("", " ".join(words_of(form))) for one in WRITTEN for form in (one.value, *one.forms)}

    def looked(text):
        words = words_of(text)
        runs = ((first, last) for first in range(len(words)) for last in range(first + 1, first + 1 + WORDS))
        return [run for run in runs if KEYED.digest("", " ".join(words[slice(*run)])) in known]

    return looked


def words_of(text):
    return re.findall(r"\w+", Plain(text).text.decode())


def anew(text, chance):
    """The same with other digits: what was asked about before must not make it cheap."""
    return re.sub(r"\d", lambda _: str(chance.randrange(10)), text)


def test_what_looking_for_private_data_costs_beside_the_plain_ways(record_property):
    chance = random.Random(5)
    vault = kept_by_camille()
    kinds = {
        "without a candidate": [text for text in SENTENCES if not sight(text).seen and not sight(text).digits],
        "addressed": [f"@camille.test {text}" for text in SENTENCES],
        "with anybody's data": [anew(text, chance) for _ in range(40) for text in DISCLOSED],
        "with something of the vault": [form for one in WRITTEN for form in one.forms],
    }
    for kind, texts in kinds.items():
        ours, patterns, runs = costs(texts, both(vault), one_alternation(), every_run_of_words())
        record_property(kind, f"{ours:.1f} µs")
        record_property(f"{kind}, one alternation", f"× {patterns / ours:.2f}")
        record_property(f"{kind}, every run of words", f"× {runs / ours:.2f}")
        record_property(f"{kind}, both", f"× {(patterns + runs) / ours:.2f}")
        most, share = AIMS[kind]
        assert ours <= most or patterns + runs >= share * ours


def test_a_text_ten_times_as_long_costs_ten_times_as_much(record_property):
    look = both(kept_by_camille())
    for name, piece in {"digits": "0 ", "a row": "7", "words": "rue ", "signs": "a@b. ", "capitals": "QX "}.items():
        with settled():
            short, long = costs([piece], lambda text: look(text * 500), lambda text: look(text * 5_000))
        record_property(f"{name}, ten times as long", f"× {long / short:.1f}")
        assert long < 20 * short
