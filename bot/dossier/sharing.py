"""Work shared among copies of this process: they have all that it has, so that nothing secret need be told to them."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import Final, TypeVar

from bot.errors import Refused

T = TypeVar("T")
R = TypeVar("R")
COPIES: Final = 2


def shared(items: Sequence[T], work: Callable[[T], R]) -> Sequence[R]:
    """What comes of each item, in their order; what one raises is raised. Refused where a copy ends without an answer.

    Each copy takes every so many-th item: what is heavy should stand together.
    """
    copies = [_begun(items[first::COPIES], work) for first in range(COPIES)]
    found: dict[int, R] = {}
    for first, (copy, answer) in enumerate(copies):
        found.update(zip(range(first, len(items), COPIES), _said(answer), strict=True))
        copy.join()
    return [found[place] for place in range(len(items))]


def _begun(items: Sequence[T], work: Callable[[T], R]) -> tuple[ForkProcess, Connection]:
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    copy = context.Process(target=_answer, args=(items, work, sending, os.getpid()), daemon=True)
    copy.start()
    sending.close()
    return copy, receiving


def _answer(items: Sequence[T], work: Callable[[T], R], sending: Connection, original: int) -> None:
    gc.freeze()  # what it has of the original stays in common: no collector looks through it
    said: list[R] = []
    try:
        for one in items:
            if os.getppid() != original:  # it was killed, and nobody waits for an answer
                return
            said.append(work(one))
    except Exception as error:  # noqa: BLE001 - raised again by the original
        sending.send(error)
    else:
        sending.send(said)


def _said(answer: Connection) -> list[R]:
    with answer:
        try:
            said: list[R] | Exception = answer.recv()
        except EOFError:
            raise Refused("a process that was to look at it ended; nothing is handed over") from None
    if isinstance(said, Exception):
        raise said
    return said
