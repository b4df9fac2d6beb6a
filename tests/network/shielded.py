"""A real `rempart run` on the real network, in a process of its own, and whoever receives its alerts."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bot.config import load_master_key
from bot.evidence.master import MasterKey
from bot.model.arrival import Arrival
from bot.model.record import Record
from bot.recording import records
from bot.store import read, survey
from bot.store.database import Store
from tests.network.jetstream import Jetstream
from tests.network.servers import PASSWORD, Network

ROOT = Path(__file__).parents[2]
BEGIN = 90
"""Seconds that it has to begin: a few on an idle machine, and these run beside much else."""
CONFIG = """
language = "fr"
database = "sqlite:///rempart.db"
[network]
allow_loopback = true
[web]
enabled = false
[[person]]
name = "camille"
mode = "act"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "{handle}"
  secret = {{ file = "password" }}
  server = "{pds}"
  plc = "{plc}"
  appview = "{bsky}"
  jetstream = {jetstream}
  labeler = "{ozone}"
  poll = "1 second"
  [[person.alert]]
  url = {{ file = "alert" }}
[[rule]]
name = "une pantoufle"
reason = "harassment_targeted"
severity = "high"
all = [ {{ words = ["pantoufle"] }}, {{ relationship = "stranger" }} ]
then = [ {{ mute = "30 days" }}, "alert" ]
[[rule]]
name = "une casserole"
reason = "violence_threats"
severity = "urgent"
all = [ {{ words = ["casserole"] }} ]
then = [ "mute", {{ report = "send", comment = "Menace." }} ]
[[rule]]
name = "une marmelade"
reason = "harassment_targeted"
severity = "low"
all = [ {{ words = ["marmelade"] }} ]
then = [ "alert" ]
"""


class Sink:
    """Receives what Apprise's json:// sends."""

    def __init__(self) -> None:
        self.alerts: list[dict[str, Any]] = []
        alerts = self.alerts

        class Take(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                alerts.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Take)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server.server_port}"


class Shielded:
    """Camille, protected by a process that can be stopped, killed and started again."""

    def __init__(self, network: Network, folder: Path, camille: Any, jetstream: Jetstream | None, sink: Sink) -> None:
        self.network = network
        self.folder = folder
        self.camille = camille
        self.sink = sink
        self.process: subprocess.Popen[bytes] | None = None
        self.around: dict[str, str] = {}
        """Of its environment, beside ours."""
        hosts = [jetstream.url] if jetstream else []
        self.jetstream = jetstream
        self.config = folder / "config.toml"
        self.config.write_text(
            CONFIG.format(
                handle=camille.me.handle,
                pds=network.pds,
                plc=network.plc,
                bsky=network.bsky,
                ozone=network.ozone_did,
                jetstream=json.dumps(hosts),
            )
        )
        for name, secret in (("password", PASSWORD), ("alert", sink.url)):
            (folder / name).touch(0o600)
            (folder / name).write_text(secret)

    def start(self) -> None:
        """Start it, and wait until it hears."""
        before = self.jetstream.connects if self.jetstream else 0
        with (self.folder / "log").open("ab") as log:
            self.process = self._command("run", stdout=subprocess.DEVNULL, stderr=log)
        try:
            if self.jetstream:
                self.network.eventually(lambda: self.jetstream.connects > before, BEGIN)
            self.network.eventually(lambda: "notifications" in str(self.sources()), BEGIN)
        except BaseException:  # else it would outlive the test
            self.stop(signal.SIGKILL)
            raise

    def serve_pages(self) -> str:
        """Let it serve its pages too, once it starts; their address."""
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        self.config.write_text(self.config.read_text().replace("enabled = false", f'listen = "127.0.0.1:{port}"'))
        return f"http://localhost:{port}"

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(10)
            self.process = None

    def command(self, *words: str) -> str:
        """What a command of `rempart` says."""
        process = self._command(*words, stdout=subprocess.PIPE)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said
        return said.decode()

    def _command(self, name: str, *words: str, **around: Any) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "bot", name, *words, "--config", str(self.config)]
        environment = os.environ | {"HOME": str(self.folder)} | self.around
        return subprocess.Popen(command, cwd=ROOT, env=environment, **around)

    @contextmanager
    def store(self) -> Iterator[Store]:
        url, key = f"sqlite:///{self.folder}/rempart.db", load_master_key(self.folder / "rempart.key")
        store = Store(url, MasterKey(key))
        try:
            yield store
        finally:
            store.close()

    def sources(self) -> list[str]:
        """Those that know where they are."""
        with self.store() as store, store.reading() as connection:
            return [row["source"] for row in survey.cursors(connection)]

    # ------------------------------------------------------------------ what is looked at

    def muted(self, whom: Any) -> bool:
        """Whether the server says so."""
        mutes = self.camille.app.bsky.graph.get_mutes().mutes
        return whom.me.did in {one.did for one in mutes}

    def evidence(self, uri: str) -> Record | None:
        """What is in custody of a mention."""
        with self.store() as store, store.reading() as connection:
            kept = read.mention(connection, uri)
            if not kept:
                return None
            return records.read(read.content(connection, store.master, kept[0].exhibit))

    def arrival(self, uri: str) -> Arrival:
        found = self.evidence(uri)
        assert found is not None
        return found.arrival

    def told(self, words: str) -> bool:
        """Whether an alert came whose title holds these words."""
        return any(words in one["title"] for one in self.sink.alerts)

    def within(self, look: Any, seconds: float = 20) -> float:
        """Seconds until it is so."""
        began = time.perf_counter()
        self.network.eventually(look, seconds)
        return time.perf_counter() - began
