"""Where a key stands in a TOML text."""

import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from bot.config.locate import line_of, lines_of

TEXT = '''# a comment with [[person]] in it
language = "fr"
"quoted key".sub = 1.5

[[person]]
name = """
[[person]] "" in a text
"""
packs = [
  "a", # b ]
  'b#]',
]
  [[person.account]]
  secret = { file = "a}", env.b = 2026-01-01T00:00:00Z }
  [[person.account]]
  [person.budget]
  hour = -3.5e+2
[[person]]
  [[person.account]]
  handle = 3
[[rule]]
all = [ { words = "threat", strength = 3 },
   { relationship = "stranger" } ]
'''


def test_every_key_and_element_has_its_line():
    lines = lines_of(TEXT)
    assert lines["language",] == 2
    assert lines["quoted key", "sub"] == 3
    assert lines["person", 0] == 5
    assert lines["person", 0, "name"] == 6
    assert lines["person", 0, "packs", 1] == 11
    assert lines["person", 0, "account", 0, "secret", "env", "b"] == 14
    assert lines["person", 0, "account", 1] == 15
    assert lines["person", 0, "budget", "hour"] == 17
    assert lines["person", 1, "account", 0, "handle"] == 20
    assert lines["rule", 0, "all", 1, "relationship"] == 23


def test_a_missing_key_is_shown_at_the_table_it_is_missing_from():
    lines = lines_of(TEXT)
    assert line_of(lines, ("person", 1, "account", 0, "platform")) == 19
    assert line_of(lines, ("person", 1, "account", 0, "bluesky", "handle")) == 20
    assert line_of(lines, ("database",)) is None


def walk(value, path=()):
    """Every path of a parsed document."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from walk(inner, (*path, key))


def write(value):
    """A value as inline TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {write(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + "\n".join(f"{write(inner)}, # ], }} \" '" for inner in value) + "\n]"
    return value


KEYS = st.sampled_from(["a", "b-1", "'c d.e'", '"f#\'"'])
SCALARS = st.sampled_from(
    [
        '"x"',
        "'#]'",
        '"""\n"" {\n"""',
        "'''a\n'b'''",
        "1.5",
        "-0x1F",
        "2026-01-01 10:00:00",
        "true",
        '"\\"]"',
        '""',
        "''",
    ]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


@given(
    st.lists(st.tuples(st.sampled_from(["[[person]]", "[[person.account]]", "[x.y]"]), st.dictionaries(KEYS, VALUES)))
)
@example([("[[person]]", {"a": ["''", {"a": '""'}]})])
def test_whatever_toml_accepts_all_its_keys_are_found(tables):
    text = "\n".join(f"{head} # '\n" + "".join(f"{k} = {write(v)}\n" for k, v in body.items()) for head, body in tables)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines_of(text)) == set(walk(data))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())
