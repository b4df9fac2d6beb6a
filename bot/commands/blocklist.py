"""`rempart blocklist`: lists of one's own and of others, one file a few commands."""

import typer

from bot.commands import (
    blocklist_exclude,
    blocklist_followers,
    blocklist_look,
    blocklist_preview,
    blocklist_subscribe,
)

ABOUT = "Share a list of accounts with others, follow lists of others, and undo what lists did."
PARTS = (blocklist_look, blocklist_subscribe, blocklist_preview, blocklist_exclude, blocklist_followers)
"""In the order of `rempart blocklist --help`."""


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="blocklist", help=ABOUT, no_args_is_help=True)
    for part in PARTS:
        part.register(group)
    app.add_typer(group)
