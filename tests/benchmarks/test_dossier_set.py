"""How long a dossier takes to be set, and how much memory: against WeasyPrint with the same words, and for 5,000 facts."""

import html
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest

from bot.dossier.typesetting.tongue import Tongue
from bot.dossier.typesetting.typeset import typeset
from bot.dossier.typesetting.whole import volumes
from tests.dossier.invented import LAW, invented

FEW, MANY = 200, 5_000
RATIO = 4
STYLE = "@page { size: A4; margin: 22mm } body { font: 9pt sans-serif } td { vertical-align: top; border-bottom: 1px solid #ccc }"
SET = """
import resource, sys, time
from pathlib import Path
from bot.dossier.typesetting.typeset import typeset
from tests.dossier.invented import LAW, invented
contents = invented("fr", facts=int(sys.argv[2]))
begun, told = time.perf_counter(), []
typeset(contents, Path(sys.argv[1]), told.append, LAW["fr"])
own = next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(time.perf_counter() - begun, sum(one.ru_utime + one.ru_stime for one in used), own, theirs)
"""


def as_html(document):
    """The same words, as a page of the simplest kind: a heading and a table for each block."""
    return f"<style>{STYLE}</style>" + "\n".join(block_as_html(one) for one in document.blocks)


def block_as_html(one):
    head = getattr(one, "when", "") or getattr(one, "text", "")
    rows = (row if isinstance(row, tuple) else (row,) for row in getattr(one, "rows", ()))
    cells = ("".join(f"<td>{html.escape(words(each))}</td>" for each in row) for row in rows)
    return f"<h3>{html.escape(str(head))}</h3><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def words(value):
    """All texts in a value."""
    if isinstance(value, str):
        return value
    return getattr(value, "text", "") or "\n".join(words(one) for one in getattr(value, "items", ()))


def peer(source):
    try:
        from weasyprint import HTML
    except OSError as missing:  # it asks the system for Pango
        pytest.skip(f"WeasyPrint cannot start: {missing}")
    begun = time.perf_counter()
    made = HTML(string=source).write_pdf()
    return time.perf_counter() - begun, made


@pytest.mark.benchmark
def test_a_dossier_of_two_hundred_facts_is_set_many_times_faster_than_by_weasyprint(tmp_path):
    contents = invented("fr", facts=FEW)
    times = []
    for turn in range(3):
        folder = tmp_path / str(turn)
        begun = time.perf_counter()
        files = typeset(contents, folder, lambda _: None, LAW["fr"])
        times.append(time.perf_counter() - begun)
    source = "".join(as_html(document) for document, _ in volumes(contents, Tongue("fr", "Europe/Paris", LAW["fr"])))
    taken, made = peer(source)
    pages = sum(len(pypdfium2.PdfDocument(one)) for one in files)
    print(
        f"{FEW} facts: ours {min(times):.2f} s for {pages} pages in {len(files)} files; WeasyPrint {taken:.2f} s for "
        f"{len(pypdfium2.PdfDocument(made))} pages of the main document alone; {taken / min(times):.1f} times"
    )
    assert taken / min(times) >= RATIO


@pytest.mark.benchmark
def test_five_thousand_facts_take_no_more_memory_than_a_few_hundred(tmp_path):
    figures = {}
    for facts in (FEW, MANY):
        run = subprocess.run(
            [sys.executable, "-c", SET, tmp_path / str(facts), str(facts)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
        seconds, used, own, theirs = run.stdout.split()
        figures[facts] = int(theirs)
        size = sum(one.stat().st_size for one in (tmp_path / str(facts)).rglob("*.pdf"))
        print(
            f"{facts} facts: {float(seconds):.1f} s ({float(used):.1f} s of computing), peak {own} MB ourselves and "
            f"{theirs} MB the largest press, {size / 1e6:.1f} MB of PDF"
        )
    assert figures[MANY] < 2 * figures[FEW]
