"""What tells the time."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Now, with a zone."""
