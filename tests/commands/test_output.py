"""How commands speak."""

import json

from bot.commands.output import complain, plain, print_json, print_table, say


def test_nothing_a_server_says_steers_the_terminal(capsys):
    evil = "\x1b[2Jname\x07\u202eeman\x9b1m\ud800"
    say(evil)
    complain(evil)
    print_table("\x1b[2J", ("a",), [(evil,)])
    shown = "".join(capsys.readouterr())
    assert not {"\x1b", "\x07", "\u202e", "\x9b", "\ud800"} & {*shown}
    assert plain("é 🙂 \u200d\n\tfin") == "é 🙂 \u200d\n\tfin"


def test_markup_in_a_cell_is_shown_as_it_is(capsys):
    print_table("[bold]x[/bold]", ("a",), [("[red]y[/red]",)])
    shown = capsys.readouterr().out
    assert "[bold]x[/bold]" in shown
    assert "[red]y[/red]" in shown


def test_json_is_readable_and_holds_what_is_no_character_too(capsys):
    print_json({"é": "🙂"})
    assert capsys.readouterr().out == '{"é": "🙂"}\n'
    print_json({"id": "\ud800"})
    line = capsys.readouterr().out
    assert line.isascii()
    assert json.loads(line) == {"id": "\ud800"}
