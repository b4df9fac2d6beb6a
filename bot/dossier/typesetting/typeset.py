"""Contents set as PDF/A: the dossier, in volumes where it is long, and the sheets that go to others."""

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.dossier.content import Contents
from bot.dossier.typesetting.printing import Sheet, print_all
from bot.dossier.typesetting.sheets.every import sheets
from bot.dossier.typesetting.tongue import Law, Tongue
from bot.dossier.typesetting.whole import volumes
from bot.model.noun import EPOCH

UNNAMED: Final[Mapping[str, str]] = MappingProxyType({})


def typeset(contents: Contents, folder: Path, progress: Callable[[int], None], law: Law = UNNAMED) -> tuple[Path, ...]:
    """Write `dossier.pdf`, or `dossier-1.pdf` and so on, and the sheets into `folder/sheets`; told of are facts set.

    Images are read from the folder, by `Attached.file`; `law` has the words of bot/law in the contents' language.
    """
    tongue = Tongue(contents.language, contents.zone, law)
    (folder / "sheets").mkdir(parents=True, exist_ok=True)
    made = volumes(contents, tongue)
    names = ["dossier.pdf"] if len(made) == 1 else [f"dossier-{n}.pdf" for n in range(1, len(made) + 1)]
    main = [Sheet(folder / name, document, facts) for name, (document, facts) in zip(names, made, strict=True)]
    every = chain(main, sheets(contents, folder / "sheets", tongue))
    return tuple(print_all(every, folder, int((contents.made_at - EPOCH).total_seconds()), progress))
