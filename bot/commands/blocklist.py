"""`rempart blocklist`: lists of one's own and of others, one file a few commands."""

import typer

from bot.commands import (
    blocklist_adopt,
    blocklist_close,
    blocklist_confirm,
    blocklist_exclude,
    blocklist_files,
    blocklist_followers,
    blocklist_instep,
    blocklist_look,
    blocklist_preview,
    blocklist_publish,
    blocklist_subscribe,
    blocklist_undo,
)

ABOUT = "Share a list of accounts with others, follow lists of others, and undo what lists did."
PARTS = (
    blocklist_look,
    blocklist_publish,
    blocklist_files,
    blocklist_undo,
    blocklist_confirm,
    blocklist_close,
    blocklist_followers,
    blocklist_subscribe,
    blocklist_preview,
    blocklist_exclude,
    blocklist_instep,
    blocklist_adopt,
)
"""In the order of `rempart blocklist --help`."""


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="blocklist", help=ABOUT, no_args_is_help=True)
    for part in PARTS:
        part.register(group)
    app.add_typer(group)
