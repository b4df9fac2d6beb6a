"""A list as Camille makes it on the pages, and publishes it with Dominique."""

import re

from bot.model.seat import Grant
from bot.people.agreeing import ALONE
from bot.store import lists
from tests.web.test_agreed import PROPOSAL

TERMS = {
    "slug": "protegee",
    "title": "Protégée",
    "description": "Qui menace, avec des preuves.",
    "contest": "contester@liste.test",
    "language": "fr",
    "policy": "reject",
    "least": "3",
    "review_days": "90",
    "expiry_days": "365",
    "floor": "0",
    "rule": "menace",
}
HAND = {"do": "choose", "policy": "reject", "severity": "high", "reason": "harassment_targeted"}
SEEN = re.compile(r'name="seen" value="(\w{64})"')
THREAT = "did:plc:rancunier"


class Room:
    """Two people, and their list."""

    def __init__(self, world):
        self.world = world
        self.camille = world.holder()
        self.dominique = world.guest("Dominique", also=frozenset({Grant.TRAIL}))

    def make(self, **terms):
        answer = self.camille.post("/lists", "/lists", **(TERMS | terms))
        assert answer.headers["location"] == "/lists/protegee?said=list_made", answer.text
        return self

    def rules(self):
        answer = self.camille.post("/lists/protegee", "/lists", do="rules")
        assert answer.headers["location"].endswith("list_rules"), answer.text

    def propose(self, somebody=None):
        somebody = somebody or self.camille
        seen = SEEN.search(somebody.get("/lists/protegee/draft").text)[1]
        return somebody.post("/lists/protegee/draft", "/lists", seen=seen)

    def publish(self):
        """Camille proposes; a day later it is done, since nobody else may agree."""
        assert self.propose().headers["location"] == "/people?said=proposed"
        later = self.world.now + ALONE
        self.world.house.errands.now = lambda: later
        self.world.house.errands.run()

    def waiting(self):
        return PROPOSAL.findall(self.camille.get("/people").text)

    @property
    def entries(self):
        with self.world.store.reading() as connection:
            return {one.entity.key for one in lists.page(connection, lists.named(connection, "protegee").id, "", 100)}
