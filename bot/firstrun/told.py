"""What went wrong in a step, in the person's words."""

from bot.alerts.wording import Wording
from bot.errors import ConfigError, PlatformError, TryLater, Unauthorized
from bot.platforms.bluesky.entering import MainPassword


def told(error: ConfigError | PlatformError, said: Wording) -> str:
    """What went wrong; what a server said comes after it."""
    match error:
        case ConfigError():
            return str(error)
        case MainPassword():
            return said.say("trouble.main_password")
        case Unauthorized():
            return said.say("trouble.unauthorized")
        case TryLater():
            return said.say("trouble.later", what=str(error))
    return said.say("trouble.refused", what=str(error))
