"""Setting some texts here, in this process, and reading back what stands on the pages."""

import unicodedata

import pypdfium2
import typst

from bot.dossier.typesetting.blocks import Document, Page, Their, Words
from bot.dossier.typesetting.drawing import Care, drawable
from bot.dossier.typesetting.laying import laid
from bot.dossier.typesetting.press import HERE, Job, set_one

PAGE = Page(title="Titre", rendering="Exemplaire", made="Fait", of="{n} / {total}")
MARGINS = (60, 60)
"""Points above and below which the page's own head and foot stand."""


def fonts():
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE.parent / "fonts"])


FONTS = fonts()


def document(*texts, style="quoted"):
    return Document(language="fr", page=PAGE, blocks=tuple(Their(words=Words(text=one, style=style)) for one in texts))


def printed(folder, asked, care=Care.DRAWN):
    """The PDF of a document; nothing where typst could not set it."""
    pdf = folder / "set.pdf"
    pdf.unlink(missing_ok=True)
    told = set_one(Job(str(pdf), str(folder), 1_790_000_000, laid(asked, care).decode()), FONTS)
    return pdf if told else None


def read(pdf, head=60, foot=62):
    """What stands between head and foot of all pages."""
    found = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in found:
        width, height = page.get_size()
        pages.append(page.get_textpage().get_text_bounded(0, foot, width, height - head))
    found.close()
    return "\n".join(pages).replace("\x02", "-")  # which is how PDFium says a hyphen at the end of a line


def packed(text):
    """A text without the places where lines may end, and with ligatures as readers of PDFs spell them out."""
    plain = "".join(unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\ufb06" else sign for sign in text)
    return "".join(plain.replace("\u200b", "").split())


def expected(text):
    return packed(drawable(text))
