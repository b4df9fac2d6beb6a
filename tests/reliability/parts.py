"""What the tests of reliability stand on: a shield in a folder of its own, the processes, and what the servers say."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from bot.config import load_master_key
from bot.evidence.master import MasterKey
from bot.store.database import Store

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
CONFIG = """
language = "fr"
database = "{database}"
[network]
allow_loopback = true
[[person]]
name = "camille"
mode = "act"
packs = []
  [[person.account]]
  platform = "mastodon"
  handle = "figure"
  server = "{server}"
  secret = {{ file = "token" }}
  poll = "{poll}"
  [[person.alert]]
  url = {{ file = "alert" }}
  name = "phone"
{rules}
"""
RULES = """
[[rule]]
name = "une pantoufle"
reason = "harassment_targeted"
severity = "high"
all = [ { words = ["pantoufle"] }, { relationship = "stranger" } ]
then = [ { mute = "30 days" }, "alert" ]
[[rule]]
name = "une casserole"
reason = "harassment_targeted"
severity = "high"
all = [ { words = ["casserole"] } ]
then = [ "block", { report = "send" } ]
[[rule]]
name = "une marmelade"
reason = "harassment_targeted"
severity = "medium"
all = [ { words = ["marmelade"] } ]
then = [ { mute = "1 day" } ]
"""


def eventually(look: Callable[[], T], timeout: float = 30, what: object = "") -> T:
    """What `look` gives once it gives something true."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {timeout} s: {what() if callable(what) else what}")


def ask(url: str, **said: object) -> Any:
    """A POST of JSON, or a GET where nothing is said."""
    request = urllib.request.Request(url, json.dumps(said).encode() if said else None)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Python module in a process that ends with its standard input."""
    with subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        try:
            yield running
        finally:
            running.stdin.close()
            running.wait(20)


class Nursery:
    """Begins lives of the bot, and knows how each ended."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self._running = running
        self._begun: list[int] = []
        self._ended: dict[int, tuple[int, int]] = {}
        self._news = threading.Condition()
        self._one_at_a_time = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self, config: Path, point: str = "") -> int:
        """A new life; its process id."""
        folder = config.parent
        life = {
            "config": str(config),
            "point": point,
            "marker": str(folder / "marker"),
            "log": str(folder / "log"),
        }
        with self._one_at_a_time, self._news:
            before = len(self._begun)
            self._running.stdin.write(json.dumps(life).encode() + b"\n")
            self._running.stdin.flush()
            assert self._news.wait_for(lambda: len(self._begun) > before, 60)
            return self._begun[-1]

    def end(self, pid: int, timeout: float = 60) -> tuple[int, int]:
        """(signal, exit status) once the life has ended."""
        with self._news:
            if not self._news.wait_for(lambda: pid in self._ended, timeout):
                os.kill(pid, 9)
                raise AssertionError("it lives on, and never came to the point")
            return self._ended[pid]

    def ended(self, pid: int) -> bool:
        with self._news:
            return pid in self._ended

    def kill(self, pid: int) -> None:
        os.kill(pid, 9)
        self.end(pid)

    def _listen(self) -> None:
        for line in self._running.stdout:
            told = json.loads(line)
            with self._news:
                if "signal" in told:
                    self._ended[told["pid"]] = told["signal"], told["status"]
                else:
                    self._begun.append(told["pid"])
                self._news.notify_all()


class Place:
    """One shield's folder, its server and its box of alerts."""

    def __init__(
        self, folder: Path, server: str, sink: str, rules: str = RULES, database: str = "", poll: int = 1
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.server = server
        box = sha256(str(folder).encode()).hexdigest()[:16]
        self.box = f"http://{sink}/{box}"
        self.config = folder / "config.toml"
        self.url = database or f"sqlite:///{folder / 'rempart.db'}"
        self.config.write_text(CONFIG.format(server=server, database=self.url, rules=rules, poll=f"{poll} seconds"))
        for name, secret in (("token", "token-figure"), ("alert", f"json://{sink}/{box}")):
            (folder / name).touch(0o600)
            (folder / name).write_text(secret)

    def tell(self, do: str, **given: object) -> Any:
        """A command to the double."""
        return ask(f"{self.server}/_control", do=do, **given)

    @property
    def world(self) -> dict[str, Any]:
        """The server's own view."""
        return ask(f"{self.server}/_control")

    @property
    def alerts(self) -> list[dict[str, Any]]:
        """What reached the person."""
        return ask(self.box)

    def store(self) -> Store:
        """The written store, opened beside whoever runs on it; close it."""
        return Store(self.url, MasterKey(load_master_key(self.folder / "rempart.key")))

    @property
    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""
