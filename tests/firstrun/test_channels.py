"""I know that an alert will reach me, because I have typed back the code that came on that very channel."""

import re

import pytest

from bot.errors import ConfigError, PlatformError


async def test_the_code_that_came_makes_the_channel_mine(begun, inbox, tmp_path):
    run, (came, url) = begun(), inbox
    trial = await run.test("phone", url)
    [sent] = came
    [code] = re.findall(r"\d{6}", sent)
    assert not run.confirm(trial, "not this")
    assert run.draft.channels == ()
    assert run.confirm(trial, f" {code[:3]} {code[3:]} ")
    [channel] = begun().draft.channels
    assert (channel.name, channel.above) == ("phone", "high")
    assert (tmp_path / channel.file).read_text() == f"{url}\n"
    assert (tmp_path / channel.file).stat().st_mode & 0o777 == 0o600
    assert code not in f"{trial!r}"
    assert url not in f"{trial!r} {run.draft!r}"


@pytest.mark.parametrize("url", ["", "nope://word@ntfy.test", "hello"])
async def test_what_is_no_channel_is_said_without_being_repeated(begun, url):
    run = begun()
    with pytest.raises(ConfigError) as wrong:
        await run.test("phone", url)
    assert str(wrong.value) == run.words.say("wrong.alert_url")


async def test_a_channel_that_nobody_answers_on_is_not_taken(begun):
    run = begun()
    with pytest.raises(PlatformError):
        await run.test("phone", "json://127.0.0.1:9/")
    assert run.draft.channels == ()
