"""A shield that runs makes its key and seals what it keeps from the first minute on."""

import json

from bot.dossier.staging import BEGINS, FOLDER
from tests.commands.running import until


async def test_the_first_run_makes_the_key_and_a_checkpoint(running, rempart_beside):
    await running.start()

    async def sealed():
        status, out, _ = await rempart_beside("verify", "--config", running.config, "--json")
        return status == 0 and [one for one in json.loads(out)["people"] if one["checkpoints"]]

    (camille,) = await until(sealed, 60)
    status, out, _ = await rempart_beside("key", "show", "--config", running.config)
    assert (status, camille["valid"], camille["checkpoints"], camille["sealed"] >= 1) == (0, True, 1, True)
    assert out.splitlines()[1].strip().startswith("rempart/")
    assert (await running.stop())[0] == 0


async def test_what_an_export_that_was_killed_left_in_clear_is_gone_when_the_shield_starts(running):
    left = running.config.parent / FOLDER / f"{BEGINS}0000"
    left.mkdir(parents=True)
    (left / "dossier.pdf").write_text("in clear")
    await running.start()

    async def gone():
        return not left.exists()

    assert await until(gone, 30)
    assert await until(running.streaming)
    assert (await running.stop())[0] == 0
