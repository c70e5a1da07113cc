"""Bytes on the disk: whole or not at all, equal ones once, and never removed while somebody puts them again."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ion.adapters import disk_storage
from ion.adapters.disk_storage import DiskStorage
from ion.core.ports.storage import Missing

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path: Path) -> DiskStorage:
    return DiskStorage(tmp_path / "files")


def names(storage: DiskStorage) -> list[str]:
    return sorted(place.name for place in storage.folder.glob("??/*"))


def make_old(storage: DiskStorage, key: str) -> None:
    os.utime(storage.place(key), (LONG_AGO.timestamp(), LONG_AGO.timestamp()))


def a_day_ago() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)


def test_put_keeps_bytes_that_open_gives_back(kept: DiskStorage) -> None:
    key = kept.put(b"some bytes")

    with kept.open(key) as file:
        assert file.read() == b"some bytes"


def test_equal_bytes_are_kept_once(kept: DiskStorage) -> None:
    assert kept.put(b"same") == kept.put(b"same")
    assert kept.put(b"other") != kept.put(b"same")

    assert len(names(kept)) == 2


@pytest.mark.parametrize("key", ["0" * 64, "../../etc/passwd", "lock", ""])
def test_what_is_not_there_is_missing(kept: DiskStorage, key: str) -> None:
    kept.put(b"something")

    with pytest.raises(Missing):
        kept.open(key)
    assert not kept.forget(key, datetime.now(UTC) + timedelta(days=1))


def test_nothing_stays_of_what_could_not_be_written(
    kept: DiskStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(disk_storage.os, "fsync", full)

    with pytest.raises(OSError, match="No space left"):
        kept.put(b"too much")
    assert names(kept) == []


def test_bytes_are_on_the_disk_before_they_have_their_name(
    kept: DiskStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[list[str]] = []
    sync = os.fsync

    def noting(number: int) -> None:
        found.append(names(kept))
        sync(number)

    monkeypatch.setattr(disk_storage.os, "fsync", noting)
    key = kept.put(b"bytes")

    assert [len(name) for name in found[0]] == [81]
    assert found[-1] == [key]


def test_only_what_is_old_is_forgotten(kept: DiskStorage) -> None:
    old, young = kept.put(b"old"), kept.put(b"young")
    make_old(kept, old)

    assert list(kept.put_before(a_day_ago())) == [old]
    assert [kept.forget(key, a_day_ago()) for key in (old, young, old)] == [True, False, False]
    assert names(kept) == [young]


def test_putting_again_renews(kept: DiskStorage) -> None:
    key = kept.put(b"shared")
    make_old(kept, key)

    kept.put(b"shared")

    assert not kept.forget(key, a_day_ago())
    assert names(kept) == [key]


def test_what_was_never_finished_is_forgotten_too(kept: DiskStorage) -> None:
    key = kept.put(b"whole")
    draft = f"{key}.{'ab' * 8}"
    kept.place(key).with_name(draft).write_bytes(b"ha")
    make_old(kept, draft)

    assert list(kept.put_before(a_day_ago())) == [draft]
    assert kept.forget(draft, a_day_ago())


def test_old_bytes_that_are_put_and_forgotten_at_once_are_there_in_the_end(kept: DiskStorage) -> None:
    key = kept.put(b"contested")

    for _ in range(30):
        make_old(kept, key)
        threads = [
            threading.Thread(target=kept.put, args=[b"contested"]),
            threading.Thread(target=kept.forget, args=[key, a_day_ago()]),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert names(kept) == [key]


def test_many_who_put_the_same_at_once_leave_one_file(kept: DiskStorage) -> None:
    threads = [threading.Thread(target=kept.put, args=[b"the same" * 10_000]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names(kept)) == 1
