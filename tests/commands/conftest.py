"""The command line, run in this process or in one of its own."""

import asyncio
import sys

import pytest
import pytest_asyncio

from bot.__main__ import main
from tests.commands.running import double, running
from tests.commands.running import rempart as command_here
from tests.commands.scene import Scene
from tests.config.conftest import ENVIRONMENT, Place

__all__ = ["double", "running"]


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def rempart(monkeypatch, spoken):
    """Run a command here: (exit status, standard output, standard error); what is refused as it is kept, in English."""
    monkeypatch.setattr("bot.__main__._spoken", str)
    return spoken


@pytest.fixture
def spoken(monkeypatch, capsys):
    """The same in the language of the configuration."""

    def run(*arguments, **environment):
        for name, value in (ENVIRONMENT | environment).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["rempart", *(str(one) for one in arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code or 0, shown.out, shown.err

    return run


@pytest.fixture
def rempart_beside():
    """Run a command here, in another thread while this one serves: the same."""

    async def run(*arguments, **environment):
        done = await asyncio.to_thread(
            command_here, *arguments, **{"HOME": "/nonexistent", **ENVIRONMENT, **environment}
        )
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return run


@pytest.fixture
def rempart_process():
    """Run a command in a process of its own, while this one serves: the same."""

    async def run(*arguments, **environment):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *(str(one) for one in arguments),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **ENVIRONMENT, **environment},
        )
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    return run


@pytest_asyncio.fixture
async def scene(tmp_path, database_url):
    """A shield with a week behind it, on SQLite and on PostgreSQL."""
    scene = Scene(tmp_path, database_url, "fr")
    await scene.play()
    yield scene
    scene.process.close()


@pytest_asyncio.fixture
async def scene_in_a_file(tmp_path):
    """The same, on SQLite alone: for what has to do with files."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}", "fr")
    await scene.play()
    yield scene
    scene.process.close()
