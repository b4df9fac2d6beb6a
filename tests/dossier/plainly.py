"""A dossier written out as plainly as can be, for tests of what is scanned: JSON, CSV, and a PDF."""

import csv
import json
from pathlib import Path

import msgspec
import typst

from bot.dossier.leaves import leaves

FONTS = Path(__file__).parents[2] / "bot/dossier/fonts"
TEMPLATE = """
#let said = json(bytes(sys.inputs.said))
#set document(title: said.title, keywords: said.keywords)
#set page(paper: "a5", header: [Dossier], footer: context [page #counter(page).display()])
#set text(font: ("Noto Sans", "Noto Sans Symbols2", "Noto Sans Math", "Noto Emoji"), lang: "fr", hyphenate: true)
#set par(justify: true)
#for one in said.parts [
  == #one.title
  #for line in one.lines [#par(line)]
  #if one.cells.len() > 0 { table(columns: (2.4cm, 3cm, 2.4cm), ..one.cells) }
  #if one.url != "" { link(one.url)[adresse] }
]
"""


def pdf(*parts, title="Dossier", keywords=()):
    """A PDF of some parts: `{"title", "lines", "cells", "url"}`."""
    empty = {"title": "Fait", "lines": (), "cells": (), "url": ""}
    said = json.dumps({"title": title, "keywords": keywords, "parts": [empty | part for part in parts]})
    return typst.compile(
        TEMPLATE.encode(), sys_inputs={"said": said}, font_paths=[str(FONTS)], ignore_system_fonts=True
    )


def write(contents, folder):
    """All that it says."""
    every = list(leaves(contents))
    (folder / "chronology.json").write_bytes(msgspec.json.encode(contents))
    with (folder / "chronology.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        for fact in contents.facts:
            writer.writerow(
                [fact.number, fact.at.isoformat(), fact.name, fact.handle, fact.url, fact.text, fact.exhibit]
            )
    numbers = sorted({leaf.fact for leaf in every})
    parts = [
        {"title": f"Fait {number}", "lines": [leaf.text for leaf in every if leaf.fact == number]} for number in numbers
    ]
    (folder / "dossier.pdf").write_bytes(pdf(*parts))
    (folder / "manifest-sha256.txt").write_text(
        "".join(f"{piece.digest}  {piece.file}\n" for fact in contents.facts for piece in fact.pieces)
    )
