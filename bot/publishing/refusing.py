"""What cannot be done with a list, by the name of a sentence, so that pages can say it in their reader's language."""

from bot.errors import Refused


class Cannot(Refused):
    """It was not done, and nothing changed."""

    def __init__(self, what: str, sentence: str) -> None:
        super().__init__(sentence)
        self.what = what
