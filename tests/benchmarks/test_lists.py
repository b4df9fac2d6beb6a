"""How fast lists are read and merged, beside FediBlockHole in the same run, and who stands in them is known."""

import json
import random
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from bot.blocklists.sieve import Sieve

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(__file__).parent / "merging.py"
REASONS = ["hate speech", "harassment", "spam", "scrapers, bots", "lack of moderation", "impersonation", "threats"]
HEAD = "domain,severity,public_comment,private_comment,reject_media,reject_reports,obfuscate"


def write_lists(folder, count, entries):
    """Lists as they share them: who is in one is in most, for much the same reason; one in twenty has a story."""
    chance = random.Random(7)
    known = entries * 3 // 2
    why = [f"case {n}" if n % 20 == 0 else ", ".join(chance.sample(REASONS, 1 + n % 2)) for n in range(known)]
    names = [f"{chance.choice('abcdefghijklm')}{n:x}.{('social', 'cafe', 'lol')[n % 3]}.test" for n in range(known)]
    ends = [f'"{one}"' if "," in one else one for one in why]
    for number in range(count):
        rejects = "True" if number % 2 else "False"
        lines = [HEAD]
        for n in chance.sample(range(known), entries):
            dice = chance.randrange(60)
            severity = ("noop", "silence")[dice % 2] if dice < 6 else "suspend"
            comment = ends[n] if dice % 2 else "" if dice % 3 else REASONS[dice % 3]
            lines.append(f"{names[n]},{severity},{comment},,{rejects},{rejects},{'True' if dice % 5 else 'False'}")
        (folder / f"{number:02}.csv").write_text("\n".join(lines) + "\n", "utf-8")


def merged(who, plan, kind, least, folder):
    """Seconds, MiB at the peak, entries, and a digest of what they say."""
    command = [sys.executable, SCRIPT, who, plan, kind, least, folder]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)})
    return json.loads(run.stdout)


def test_twenty_lists_of_a_hundred_thousand_come_to_the_same_in_a_fifth_of_the_time(tmp_path, record_property):
    write_lists(tmp_path, 20, 100_000)
    fast, slow, *again = (merged(who, "max", "count", "2", tmp_path) for who in ("ours", "peer", "ours", "ours"))
    seconds = min(fast[0], *(one[0] for one in again))
    record_property("seconds", round(seconds, 2))
    record_property("FediBlockHole", round(slow[0], 2))
    record_property("times", round(slow[0] / seconds, 1))
    record_property("MiB", round(fast[1]))
    record_property("FediBlockHole's MiB", round(slow[1]))
    record_property("entries", fast[2])
    assert fast[2:] == slow[2:]
    assert fast[1] <= 300
    assert slow[0] / seconds >= 5


@pytest.mark.parametrize(("plan", "kind", "least"), [("max", "pct", "60"), ("min", "count", "1"), ("min", "pct", "80")])
def test_by_every_plan_they_come_to_the_same(tmp_path, plan, kind, least):
    write_lists(tmp_path, 7, 2_000)
    assert merged("ours", plan, kind, least, tmp_path)[2:] == merged("peer", plan, kind, least, tmp_path)[2:]


SIEVE = """
import psutil
from bot.blocklists.sieve import Sieve
me = psutil.Process()
Sieve(map(str, range(1_000_000)))
before = me.memory_info().rss
kept = {kind}(f"did:plc:{{number:024d}}" for number in range({count}))
print((me.memory_info().rss - before) / {count})
"""


def bytes_each(kind, count):
    """Bytes that each of so many identifiers takes, in a process of its own."""
    command = [sys.executable, "-c", SIEVE.format(kind=kind, count=count)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_ten_million_identifiers_are_held_in_forty_megabytes(record_property):
    sieve, plain = bytes_each("Sieve", 10_000_000), bytes_each("set", 1_000_000)
    record_property("megabytes", round(sieve * 10, 1))
    record_property("megabytes of a set", round(plain * 10))
    assert sieve * 10_000_000 <= 40e6


def test_one_of_ten_million_is_found_in_less_than_a_microsecond(record_property):
    """The best of many short rounds, none of which asks for what is in the processor's memory already."""
    sieve = Sieve(f"did:plc:{number:024d}" for number in range(10_000_000))
    rounds = [[f"did:plc:{number:024d}" for number in range(first, 20_000_000, 19_997)] for first in range(100)]
    plain = set(rounds[0])

    def seconds(held, names):
        began = process_time()
        for name in names:
            name in held  # noqa: B015
        return (process_time() - began) / len(names)

    mine, small = (min(seconds(held, names) for names in rounds) for held in (sieve, plain))
    everybody = [name for names in rounds for name in names]
    strangers = [name for name in everybody if int(name[8:]) >= 10_000_000]
    wrong = sum(name in sieve for name in strangers) / len(strangers)
    record_property("nanoseconds", round(mine * 1e9))
    record_property("times a small set", round(mine / small, 1))
    record_property("wrongly, in 100,000", round(wrong * 1e5, 1))
    assert all(name in sieve for name in everybody if int(name[8:]) < 10_000_000)
    assert wrong < 0.0005
    assert mine <= 1e-6
