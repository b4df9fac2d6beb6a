"""The bot in processes of its own: this one imports it once and forks a child for each life, so that lives begin fast.

Reads a JSON line for each life on standard input ({config, point, marker, log}), and writes {pid} when it begins and
{pid, signal, status} when it has ended. Everything ends with standard input.
"""

import asyncio
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import sys
from pathlib import Path
from typing import Any

import bot
from bot import app
from bot.alerts.apprise import AppriseChannel
from bot.backtest.ready import compiled
from bot.config import load
from bot.config.shipped import shipped
from bot.log import LogForm, start_log
from bot.model.reason import Severity
from tests.reliability.points import arm


def live(life: dict[str, Any]) -> None:
    """One life of the shield, exactly as `rempart run` lives it, but for the point at which it is killed."""
    log = os.open(life["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    start_log("info", LogForm.JSON, sys.stderr)
    if life["point"]:
        arm(life["point"], Path(life["marker"]))
    asyncio.run(app.run(load(Path(life["config"]))))


def say(**what: Any) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def reap(living: set[int]) -> None:
    """Tell of those that have ended."""
    for pid in tuple(living):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            living.discard(pid)
            killed = os.WIFSIGNALED(status)
            say(
                pid=pid,
                signal=os.WTERMSIG(status) if killed else 0,
                status=0 if killed else os.waitstatus_to_exitcode(status),
            )


def main() -> None:
    AppriseChannel("", "json://127.0.0.1", Severity.HIGH)  # it loads all its services with the first channel
    compiled({})  # it reads the lexicons, which takes a life of its own a second
    shipped()  # it reads the packs
    for module in pkgutil.walk_packages(bot.__path__, "bot."):  # those that load when they are used
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()  # no life looks through what is loaded, nor copies its pages
    living: set[int] = set()
    waiting = b""
    while True:
        if select.select([0], [], [], 0.01)[0]:
            heard = os.read(0, 65536)
            if not heard:
                break
            *lines, waiting = (waiting + heard).split(b"\n")
            for line in lines:
                pid = os.fork()
                if pid == 0:
                    status = 1
                    try:
                        live(json.loads(line))
                        status = 0
                    finally:
                        os._exit(status)
                living.add(pid)
                say(pid=pid)
        reap(living)
    for pid in living:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
