"""A command on a terminal of its own, as a person sits before it: what is asked is read, what is answered is typed."""

import asyncio
import os
import pty
import re
import signal
import sys
import time

ENOUGH = 30.0
"""Seconds after which nothing more is to be hoped for."""


class Terminal:
    """One command, from `begin` to `end`; `shown` is all that stood on the screen."""

    def __init__(self):
        self.shown = ""
        self.read = 0
        self.master = -1
        self.process = None

    async def begin(self, *arguments, **environment):
        self.master, slave = pty.openpty()
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *(str(one) for one in arguments)),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # who runs tests behind ignores Ctrl-C
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "dumb", "COLUMNS": "300", **environment},
        )
        os.close(slave)
        asyncio.get_running_loop().add_reader(self.master, self._hear)

    def _hear(self):
        try:
            heard = os.read(self.master, 65536)
        except OSError:  # the command is gone
            heard = b""
        if not heard:
            asyncio.get_running_loop().remove_reader(self.master)
        self.shown += heard.decode(errors="replace").replace("\r\n", "\n")

    async def until(self, pattern):
        """Wait until this is asked or said, after what was waited for before; what the pattern found."""
        ends = time.monotonic() + ENOUGH
        while not (found := re.search(pattern, self.shown[self.read :])):
            assert time.monotonic() < ends, f"{pattern!r} never came after:\n{self.shown[self.read :]}"
            await asyncio.sleep(0.02)
        self.read += found.end()
        return found

    async def answer(self, pattern, said):
        """Wait for a question, and answer it."""
        await self.until(pattern)
        os.write(self.master, f"{said}\n".encode())

    async def end(self):
        """The exit status."""
        status = await asyncio.wait_for(self.process.wait(), ENOUGH)
        await asyncio.sleep(0.05)
        return status

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)

    async def close(self):
        asyncio.get_running_loop().remove_reader(self.master)
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        os.close(self.master)
