"""A safe that forgets: what is only tried needs no other."""


class Forgetful:
    """Holds what is put into it for as long as it lasts. Its repr shows nothing."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        """What was put under this name."""
        return self._held.get(name)

    def put(self, name: str, value: bytes) -> None:
        """Hold it."""
        self._held[name] = value
