"""I am shielded on the same machine as my community: what comes to me is judged as if there were none."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bot.community.batch import Communal
from bot.handling.batch import Batch
from bot.model.account import Account, Protected
from bot.model.mention import Kind
from bot.model.shield import Contact, Shield
from tests.community import making
from tests.community.making import BEGIN, OUEST, member, mention, stranger

CAMILLE = Account(platform="mastodon", id="camille", home=making.HOME, handle="camille@ouest.test")
MINE = Shield(protected=Protected(name="camille", accounts=(CAMILLE,)), contacts=(Contact(name="camille/1"),))
KEPT = {
    "mention": "uri, version, author, severity, rules, review, hidden, level, in_case",
    "author": "author, mentions, matches, first_at, last_at, matched_at, recent, course",
    "crowd": "number, first_at, last_at, hostile",
    "tide": "hour, authors, mentions, hostile",
    "sketch": "number, first_at, last_at",
    "delivery": "task, kind, status, hold, severity, uri",
    "support": "place, kind",
    "raid": "number, since, until, authors, hostile",
}


def to_me():
    """What is written to me in an hour: kind words, hateful ones, a raid."""
    for number in range(120):
        said = ("Courage Camille, on est avec toi", "pourriture", "Bonjour")[number % 3]
        at = BEGIN + number * timedelta(seconds=30)
        one = mention(f"{said} {number * 7}", stranger(f"s{number % 70}"), CAMILLE, number, at=at)
        yield replace(one, person="camille", desk="", kind=Kind.REPLY if number % 2 else Kind.MENTION)


def kept(one):
    with one.store.reading() as connection:
        return {
            table: sorted(
                map(repr, connection.execute(text(f"SELECT {columns} FROM {table} WHERE person = 'camille'")))
            )
            for table, columns in KEPT.items()
        }


def shielded(one, batch):
    one.pipeline.adopt({OUEST: one.shield, "camille": MINE}, one.engine)
    one.pipeline.batch = batch
    return one


@pytest.mark.parametrize("size", [1, 40])
def test_what_is_written_to_me_is_judged_and_kept_as_it_is_without_a_community(ouest, tmp_path, size):
    (tmp_path / "alone").mkdir()
    alone = shielded(type(ouest())(tmp_path / "alone"), Batch)
    beside = shielded(ouest(), Communal)
    mine = list(to_me())
    theirs = [mention("pourriture", stranger(f"t{n}"), member("lea"), n) for n in range(40)]
    alone.bring(*mine, size=size)
    for start in range(0, len(mine), size):
        beside.bring(*theirs[:3], *mine[start : start + size], *theirs[start // 3 : start // 3 + 5])
    expected = kept(alone)
    assert kept(beside) == expected
    assert all(expected[table] for table in ("mention", "author", "crowd", "delivery", "support", "raid"))
    alone.store.close()
