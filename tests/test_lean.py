"""A shield carries nothing that only others would need."""

import subprocess
import sys

CARRIED = """
from bot.lean import spare
spare()
import sys
import requests, structlog
answer = requests.Response()
answer._content = '{"said": "à côté"}'.encode()
assert answer.json() == {"said": "à côté"} and "à côté" in answer.text
import rich.console
assert "rich.pretty" not in sys.modules
print(sys.modules["charset_normalizer"])
"""


def test_it_does_without_colours_and_guesses_and_reads_what_servers_say_all_the_same():
    done = subprocess.run([sys.executable, "-W", "error", "-c", CARRIED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("None\n", "")
