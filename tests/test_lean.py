"""A shield carries nothing that only others would need."""

import subprocess
import sys

from tests.commands.scene import CONFIG

CARRIED = """
from bot.lean import spare
spare()
import sys
import atproto, requests, structlog
answer = requests.Response()
answer._content = '{"said": "à côté"}'.encode()
assert answer.json() == {"said": "à côté"} and "à côté" in answer.text
assert "rich" not in sys.modules
import rich.console
assert "rich.pretty" not in sys.modules
print(sys.modules["charset_normalizer"])
"""


def test_it_does_without_colours_and_guesses_and_reads_what_servers_say_all_the_same():
    done = subprocess.run([sys.executable, "-W", "error", "-c", CARRIED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("None\n", "")


OF_COMMUNITIES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import bot.app, bot.shield.running, bot.shield.reload, bot.commands.run
from bot.config import ConfigFile
from bot.evidence.master import MasterKey
from bot.shield.live import compose
from bot.store.database import Store
from bot.store.migrate import migrate
here = Path(sys.argv[1])
file = ConfigFile(here / "config.toml", {"NOWHERE_SET": "x"})
store = Store(f"sqlite:///{here / 'rempart.db'}", MasterKey.new())
migrate(store)
compose(file.read(), {}, store, datetime.now(UTC))
store.close()
only = ("bot.community", "bot.moderating", "bot.platforms.mastodon.desk", "bot.platforms.bluesky.ozone")
print(*(name for name in sys.modules if name.startswith(only)))
"""


def test_who_has_no_community_loads_nothing_of_communities(tmp_path):
    (tmp_path / "config.toml").write_text(CONFIG.format(url="sqlite:///unused.db", language="fr"))
    asked = [sys.executable, "-c", OF_COMMUNITIES, str(tmp_path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


JUDGING = """
import sys
import bot.__main__
sys.argv = ["rempart", "judge"]
try:
    bot.__main__.main()
except SystemExit:
    pass
print("sqlalchemy" in sys.modules, "bot.rules.engine" in sys.modules)
"""


def test_who_judges_texts_loads_no_database():
    line = '{"id": "1", "text": "hello"}'
    done = subprocess.run([sys.executable, "-c", JUDGING], input=line, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["False True"]
