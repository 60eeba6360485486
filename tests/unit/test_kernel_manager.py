"""Kernels that run at one time have nothing in common."""

from pathlib import Path

from analysis.reporting.kernels import LocalKernelManager


def test_two_kernels_talk_through_files_of_their_own_that_go_with_them():
    one, other = LocalKernelManager(), LocalKernelManager()
    folders = [Path(one.ip).parent, Path(other.ip).parent]
    assert folders[0] != folders[1]
    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}
    for manager in (one, other):
        manager.cleanup_connection_file()
    assert [folder.exists() for folder in folders] == [False, False]


def test_a_connection_file_that_is_named_leaves_the_folder_it_lies_in(tmp_path):
    (tmp_path / "kernel-of-another.json").write_text("{}")
    one = LocalKernelManager(connection_file=str(tmp_path / "kernel-one.json"))
    two = LocalKernelManager(connection_file=str(tmp_path / "kernel-two.json"))
    assert one.ip != two.ip
    one.write_connection_file()
    one.cleanup_connection_file()
    assert [path.name for path in tmp_path.iterdir()] == ["kernel-of-another.json"]
