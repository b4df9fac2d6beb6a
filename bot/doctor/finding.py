"""One thing that is wrong, or worth knowing, with its cure."""

from enum import StrEnum

from bot.alerts.wording import Wording
from bot.explaining.words import trouble
from bot.model.noun import Noun


class Grade(StrEnum):
    """How much it matters."""

    MEND = "mend"
    """Somebody is less protected than they believe, until it is mended."""
    NOTE = "note"
    """Worth knowing; nothing has to be done."""


class Finding(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What was found."""

    what: str
    """The key of its sentence and its cure in texts/."""
    about: str = ""
    """The account, the file, what the server said; never a secret, nor what an author wrote."""
    grade: Grade = Grade.MEND

    def said(self, words: Wording) -> str:
        """What it is, in a sentence."""
        return words.say(f"doctor.{self.what}.is", about=trouble(words, self.about))

    def cure(self, words: Wording) -> str:
        """What to do."""
        return words.say(f"doctor.{self.what}.cure", about=trouble(words, self.about))


def note(what: str, about: str = "") -> Finding:
    """Something worth knowing."""
    return Finding(what=what, about=about, grade=Grade.NOTE)
