"""What one transaction knows of its authors' conduct, and will keep of it."""

from bot.model.conduct import Conduct, Level
from bot.model.facts import Facts


class Conducts:
    """The cases of those who wrote, each stepped with what they wrote."""

    def step(self, facts: Facts, level: Level) -> Conduct | None:
        """The author's conduct with this mention in it; None where nothing that they did counts."""
        return None if level is Level.NOTHING and facts.conduct is None else facts.conduct
