"""What one transaction finds of private data in mentions."""

from collections.abc import Callable

from bot.model.leak import Leak
from bot.model.mention import Mention
from bot.signals.leaks.mentioned import anybodys


class Leaks:
    """Looks for private data."""

    def of(self, mention: Mention, seeks: Callable[[str], bool]) -> tuple[Leak, ...]:
        """What is given away in it; anybody's data only where `seeks` says of the person that a rule asks for them."""
        return anybodys(mention) if seeks(mention.person) else ()
