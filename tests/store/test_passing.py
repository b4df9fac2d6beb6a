"""A store that is thrown away need not wait for the disk; every other one must."""

from pathlib import Path

import pytest

from bot.evidence.master import MasterKey
from bot.store.database import PassingStore, Store


@pytest.mark.parametrize(("kind", "synchronous"), [(Store, 2), (PassingStore, 0)])
def test_my_evidence_is_on_the_disk_before_anything_is_done(
    tmp_path: Path, kind: type[Store], synchronous: int
) -> None:
    store = kind(f"sqlite:///{tmp_path}/a.db", MasterKey.new())
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous
    store.close()
