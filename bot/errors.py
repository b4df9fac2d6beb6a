"""The one tree of errors; each says what is wrong, where, and what to do."""


class RempartError(Exception):
    """Whatever we raise on purpose."""


class ConfigError(RempartError):
    """What a person wrote cannot be used; `problems` holds one sentence each, with file, line or key."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Malformed(RempartError):
    """What a machine sent cannot be read; it is set aside with its raw form."""


class PlatformError(RempartError):
    """A platform or a channel did not do what was asked."""


class TryLater(PlatformError):
    """It may work later; `after` is the wait in seconds that the server asked for, if it did."""

    def __init__(self, what: str, after: float | None = None) -> None:
        super().__init__(what)
        self.after = after


class Spent(TryLater):
    """Our own share of what a server allows is used up for now: nothing is wrong with the server."""


class Slower(TryLater):
    """The server asks whoever has this token to ask less often (429): others there may go on."""


class TooLarge(TryLater):
    """The answer is larger than is read, or than the server could send: less may be asked for at once."""


class Unanswered(TryLater):
    """It was sent and no answer came: it may have happened. What is not REPEATABLE is then uncertain, for a human."""


class Refused(PlatformError):
    """It will not work by trying again: a missing right, an ability the server lacks, a bad request."""


class Unauthorized(Refused):
    """The token or password is no longer accepted; its holder must be told."""


class Gone(PlatformError):
    """What the action was about is no longer there."""


class Withdrawn(RempartError):
    """A human decided otherwise while it was on its way; nothing is done, and nothing is written over."""


class ChainBroken(RempartError):
    """The trail does not hold."""


class Unproven(RempartError):
    """What came does not prove what it should: it was altered, is incomplete, or is somebody else's."""


class KeyMissing(RempartError):
    """Content cannot be opened: its key was destroyed, or the master key is another."""
