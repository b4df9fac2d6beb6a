"""The master key's file."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.config import Unusable, load_master_key, load_or_make_master_key
from bot.errors import ConfigError
from tests.config.conftest import USABLE


def test_the_first_run_makes_a_key_that_only_its_owner_may_read(tmp_path):
    path = tmp_path / "state" / "rempart.key"
    key = load_or_make_master_key(path)
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["rempart.key"]
    assert load_or_make_master_key(path) == key == load_master_key(path)


def test_a_strict_or_a_loose_umask_makes_no_difference(tmp_path):
    before = os.umask(0)
    try:
        load_or_make_master_key(tmp_path / "rempart.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "rempart.key").stat().st_mode) == 0o600


def test_several_first_runs_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as runs:
        keys = set(runs.map(lambda _: load_or_make_master_key(tmp_path / "rempart.key"), range(32)))
    assert len(keys) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["rempart.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_could_read_is_refused(tmp_path, mode):
    path = tmp_path / "rempart.key"
    load_or_make_master_key(path)
    path.chmod(mode)
    with pytest.raises(ConfigError, match=rf"others on this machine may read the master key; run: chmod 600 {path}"):
        load_or_make_master_key(path)


@pytest.mark.parametrize("content", [b"", b"abc", b"zz" * 32, b"00" * 31, b"\xff" * 64])
def test_a_file_that_is_no_key_is_never_written_over(tmp_path, content):
    path = tmp_path / "rempart.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match=r"this is no master key .* restore its backup"):
        load_or_make_master_key(path)
    assert path.read_bytes() == content


def test_a_key_that_is_gone_is_told_where_it_must_exist(tmp_path):
    with pytest.raises(ConfigError, match="the master key is not there; restore its backup"):
        load_master_key(tmp_path / "rempart.key")
    with pytest.raises(ConfigError, match="must be a file"):
        load_master_key(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be made here"):
        load_or_make_master_key(tmp_path / "file" / "rempart.key")


@pytest.mark.parametrize(
    "written", [f'master_key = "rempart.keys"\n{USABLE}', f'{USABLE}\n[backup]\nkeys = "rempart.key"\n']
)
def test_the_keys_of_backups_are_not_to_take_its_place(place, written):
    with pytest.raises(Unusable, match="in the place of the master key"):
        place.load(written)
