"""`rempart desk`: what is open at a community's desk, and what its moderators do about it, one file a few commands."""

import typer

from bot.commands import desk_look, desk_measure, desk_period

ABOUT = "For moderators: see what was reported, take it, order measures, and take out the figures of a period."
PARTS = (desk_look, desk_measure, desk_period)
"""In the order of `rempart desk --help`."""


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="desk", help=ABOUT, no_args_is_help=True)
    for part in PARTS:
        part.register(group)
    app.add_typer(group)
