"""What a power cut may not turn around: bytes on the disk, then the name, then the name on the disk."""

import os
from pathlib import Path

import pytest

from desktop.db.files import write_whole


def test_a_file_gets_its_name_only_when_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, order = tmp_path / "a", list[str]()
    sync, rename = os.fsync, Path.replace

    def noted_sync(descriptor: int) -> None:
        kind = "folder" if Path(f"/proc/self/fd/{descriptor}").resolve() == tmp_path.resolve() else "bytes"
        order.append(kind)
        sync(descriptor)

    def noted_rename(self: Path, to: Path) -> Path:
        order.append("name")
        return rename(self, to)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)
    write_whole(target, b"isi")
    assert order[0] == "bytes"
    assert order[-2:] == ["name", "folder"]
    assert "name" not in order[:-2]
    assert target.read_bytes() == b"isi"
