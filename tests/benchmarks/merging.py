"""Reads and merges lists once, in a process of its own, so that its time and memory are its own; for test_lists."""

import json
import re
import sys
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

FIELDS = ("severity", "public_comment", "private_comment", "reject_media", "reject_reports", "obfuscate")


def ours(files, plan, kind, least):
    """As Rempart does it."""
    from bot.blocklists.formats.terse import Terse
    from bot.blocklists.merge import Plan, Threshold, Weighed, merge

    def chunks(file):
        with file.open("rb") as opened:
            while chunk := opened.read(1 << 16):
                yield chunk

    terse = Terse(datetime(2026, 11, 23, tzinfo=UTC))
    threshold = Threshold(count=int(least)) if kind == "count" else Threshold(percent=float(least))
    lists = [Weighed(file.name, terse.read(chunks(file))) for file in files]
    return list(merge(lists, Plan(plan), threshold))


def peer(files, plan, kind, least):
    """As FediBlockHole does it."""
    from fediblockhole import merge_blocklists
    from fediblockhole.blocklists import parse_blocklist

    lists = [parse_blocklist(file.read_text("utf-8"), file.name, "csv", ["domain", *FIELDS]) for file in files]
    return merge_blocklists(lists, plan, float(least), kind)


def of_ours(merged):
    """What is compared."""
    words = {"accept": "noop", "filter": "silence", "reject": "suspend"}
    for one in merged:
        change = one.change
        filters = (name in change.filters for name in ("reject_media", "reject_reports"))
        said = [words[change.policy.value], change.comment, change.private, *filters, change.obfuscate]
        yield [change.entity.key, *said]


def of_peers(merged):
    """The same of the other."""
    for domain, block in merged.items():
        yield [domain, str(block.severity), *(getattr(block, name) for name in FIELDS[1:])]


def main(who, plan, kind, least, folder):
    """Print what it took and what came of it, as JSON. Its own peak: getrusage would tell that of who began it too."""
    merge, said = {"ours": (ours, of_ours), "peer": (peer, of_peers)}[who]
    files = sorted(Path(folder).glob("*.csv"))
    began = time.process_time()
    merged = merge(files, plan, kind, least)
    seconds = time.process_time() - began
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))[1]) / 1024
    lines = sorted(json.dumps(line) for line in said(merged))
    print(json.dumps([seconds, peak, len(lines), sha256("\n".join(lines).encode()).hexdigest()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
