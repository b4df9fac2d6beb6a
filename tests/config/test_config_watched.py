"""The shield sees that I changed a file, once I am done with it."""

import os

import pytest

from bot.config import ConfigFile, Unusable

CONFIG = """
[[person]]
name = "camille"
  [[person.account]]
  platform = "mastodon"
  handle = "figure@social.test"
  secret = { file = "token" }
  [[person.alert]]
  url = { file = "alert" }
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in (("config.toml", CONFIG), ("token", "t"), ("alert", "json://127.0.0.1/a")):
        (tmp_path / name).touch(0o600)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture
def file(folder):
    file = ConfigFile(folder / "config.toml", {})
    file.read()
    assert not looks(file)
    return file


def looks(file):
    """Whether it is changed, at the second look."""
    file.changed()
    return file.changed()


@pytest.mark.parametrize("name", ["config.toml", "token", "alert"])
def test_each_file_that_matters_is_watched(file, folder, name):
    with (folder / name).open("a") as written:
        written.write("\n")
    assert [file.changed(), file.changed(), file.changed()] == [False, True, True]
    file.read()
    assert not looks(file)


def test_a_file_that_is_still_being_written_is_left_in_peace(file, folder):
    for n in range(3):
        with (folder / "config.toml").open("a") as written:
            written.write("# more\n" * (n + 1))
        assert not file.changed()
    assert file.changed()


def test_a_file_put_in_the_place_of_another_is_seen_even_with_its_time_and_size(file, folder):
    old, new = folder / "config.toml", folder / "new.toml"
    new.write_text(CONFIG)
    found = old.stat()
    os.utime(new, ns=(found.st_atime_ns, found.st_mtime_ns))
    new.rename(old)
    assert looks(file)


def test_a_file_that_goes_and_comes_back_is_seen_both_times(file, folder):
    (folder / "config.toml").unlink()
    assert looks(file)
    with pytest.raises(Unusable, match="there is no such file"):
        file.read()
    assert not looks(file)
    (folder / "config.toml").write_text(CONFIG)
    assert looks(file)
    assert file.read().people[0].name == "camille"


def test_a_faulty_file_is_told_once_and_read_again_only_when_it_changes(file, folder):
    (folder / "config.toml").write_text(CONFIG.replace("name =", "nmae ="))
    assert looks(file)
    with pytest.raises(
        Unusable, match=r"config.toml, line 3: person 1, nmae: 'nmae' is no key here; did you mean name"
    ):
        file.read()
    assert not looks(file)


def test_a_secret_that_is_missing_is_waited_for(file, folder):
    (folder / "token").unlink()
    assert looks(file)
    with pytest.raises(Unusable, match="no such file"):
        file.read()
    (folder / "token").touch(0o600)
    (folder / "token").write_text("another")
    assert looks(file)
    file.read()


def test_a_name_that_can_be_no_file_is_told_and_breaks_nothing(file, folder):
    (folder / "config.toml").write_text(CONFIG.replace('"token"', '"to\\u0000ken"'))
    with pytest.raises(Unusable, match="not a file"):
        file.read()
    assert not looks(file)
