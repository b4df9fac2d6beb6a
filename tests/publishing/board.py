"""A platform on which lists are public, in memory: what stands in one, and how often anything was written there."""

from bot.platforms.modlist import Item


class Board:
    """The one list of Camille over there."""

    def __init__(self):
        self.items_ = set()
        self.card = None
        self.writes = 0

    async def stands(self):
        return self.card is not None

    async def present(self, card):
        self.card = card
        self.writes += 1
        return "at://camille/list/1"

    async def items(self):
        for one in sorted(self.items_):
            yield Item(subject=one, ours=True)

    def fitting(self, going, coming):
        return going, coming

    async def write(self, going, coming, at):
        assert self.items_ >= set(going)
        assert self.items_.isdisjoint(coming)
        self.items_ = self.items_ - set(going) | set(coming)
        self.writes += 1

    async def withdraw(self):
        self.items_, self.card = set(), None
        self.writes += 1


class Platform:
    """Camille's account there; by which lists of others it mutes."""

    key = "bluesky:did:plc:camille"

    def __init__(self):
        self.board = Board()
        self.adopted = set()

    def modlist(self, id_):
        return self.board

    async def foreign(self, address):
        raise NotImplementedError

    async def entries(self, address):
        raise NotImplementedError

    async def stance(self, address):
        return []

    async def adopt(self, address, deed):
        self.adopted.add(address)

    async def abandon(self, address, deed, prior):
        self.adopted.discard(address)
