"""No secret shows: not in a repr, not in an error, not in what `check` prints, not in the log."""

import copy
import json
import pickle
import traceback

import pytest

from bot.config import Secret, Unusable, load, understood
from tests.config.conftest import ENVIRONMENT, USABLE

HUNTER = "hunter2-SECRET"
SHOWN = (
    repr,
    str,
    "{}".format,
    lambda secret: f"{secret!r:>30}",
    lambda secret: json.dumps({"secret": secret}, default=str),
    lambda secret: str(vars(type(secret))),
)


@pytest.mark.parametrize("show", SHOWN)
def test_a_secret_is_shown_to_nobody_who_does_not_ask_for_it(show):
    assert HUNTER not in show(Secret(HUNTER))


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_secret_is_not_copied_out_of_sight(duplicate):
    with pytest.raises(TypeError, match="a secret is not copied"):
        duplicate(Secret(HUNTER))


def test_secrets_can_be_compared():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_a_configuration_shows_none_of_its_secrets(place):
    config = place.load()
    secrets = ["bluesky-password-of-camille", *ENVIRONMENT.values(), "alert-token"]
    shown = repr(config) + str(config) + str(config.model_dump())
    assert [secret for secret in secrets if secret in shown] == []


LITERALS = [
    ('{ file = "secrets/bluesky" }', f'"{HUNTER}"'),
    ('{ file = "secrets/bluesky" }', f'["{HUNTER}"]'),
    ('{ file = "secrets/bluesky" }', f'{{ value = "{HUNTER}" }}'),
    ('{ file = "secrets/bluesky" }', f'{{ file = "{HUNTER}" }}'),
    ('{ file = "secrets/bluesky" }', f'{{ file = "{HUNTER}\\u0000" }}'),
    ('{ file = "secrets/bluesky" }', f'{{ file = ["{HUNTER}"] }}'),
    ('{ file = "secrets/bluesky" }', f'{{ env = "{HUNTER}" }}'),
    ('{ file = "secrets/bluesky" }', f'{{ env = "A", file = "{HUNTER}" }}'),
    ('{ env = "CAMILLE_ALERT" }', f'"ntfy://{HUNTER}@ntfy.test/x"'),
    ('{ env = "CAMILLE_ALERT" }', '{ env = "BROKEN" }'),
    ('"sqlite:///rempart.db"', f'"postgresql://u:{HUNTER}@h/d"'),
    ('"sqlite:///rempart.db"', f'"postgresql://u:{HUNTER}/[@h/d"'),
    ('"sqlite:///rempart.db"', f'"postgresql://h/d?password={HUNTER}"'),
    ('"sqlite:///rempart.db"', '{ env = "BROKEN" }'),
    ('"https://social.test"', f'"https://u:{HUNTER}@social.test"'),
    ('handle = "camille.test"', f'handle = "camille:{HUNTER}"'),
    ("hour = 30", f'hour = "{HUNTER}"'),
    ("[retention]", f'password = "{HUNTER}"\n[retention]'),
    ('secret = { file = "secrets/bluesky" }', f'secret = "{HUNTER}'),
    ('secret = { file = "secrets/bluesky" }', f"secret = {HUNTER}"),
]


@pytest.mark.parametrize(("old", "new"), LITERALS)
def test_a_secret_written_where_it_does_not_belong_is_not_repeated_by_the_error(place, old, new):
    place.write(USABLE.replace(old, new, 1))
    with pytest.raises(Unusable) as broken:
        load(place.file, ENVIRONMENT | {"BROKEN": f"nope://{HUNTER}"}, understood)
    shown = "\n".join(traceback.format_exception(broken.value)) + repr(broken.value.found)
    assert HUNTER not in shown
    assert HUNTER.upper() not in shown.upper()


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o606])
def test_a_secret_that_everybody_may_read_is_refused(place, mode):
    place.secret("bluesky", HUNTER, mode)
    with pytest.raises(Unusable, match="everybody on this machine may read the file; run chmod 600 on it"):
        place.load()


def test_a_secret_for_a_group_is_allowed(place):
    place.secret("bluesky", HUNTER, 0o640)
    assert place.load().people[0].accounts[0].secret.reveal() == HUNTER


@pytest.mark.parametrize(("content", "said"), [(b"  \n", "the file is empty"), (b"\xff\xfe", "holds no text")])
def test_a_secret_that_holds_nothing_readable_is_refused(place, content, said):
    (place.folder / "secrets" / "bluesky").write_bytes(content)
    with pytest.raises(Unusable, match=said):
        place.load()
