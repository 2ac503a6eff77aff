"""The script that prepares `.ci/run`: what it copies, as whom it runs the command, and what it leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPORT = (
    "import json, os, sys; print(json.dumps({'files': sorted(os.listdir('.')), 'user': os.geteuid(),"
    " 'folder': os.getcwd(), 'secret': os.environ.get('SECRET')})); sys.exit(3)"
)


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A small git repository with the script, a tracked, a new, an ignored and a deleted file."""
    folder = tmp_path / "checkout"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(root / ".ci/in_copy.py", folder / ".ci")
    for name in ("tracked.txt", "deleted.txt", "ignored.db"):
        (folder / name).write_text(name, encoding="utf-8")
    (folder / ".gitignore").write_text("*.db\n", encoding="utf-8")
    for command in ("init -q", "add ."):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    (folder / "deleted.txt").unlink()
    (folder / "new.txt").write_text("new", encoding="utf-8")
    return folder


def _run(checkout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, str(checkout / ".ci/in_copy.py"), *command]
    variables = {**os.environ, "SECRET": "value"}
    return subprocess.run(script, env=variables, capture_output=True, text=True, check=False)


def test_the_command_sees_tracked_and_new_files_and_its_exit_code_is_returned(checkout: Path) -> None:
    done = _run(checkout, "python3", "-c", REPORT)
    assert done.returncode == 3, done.stderr
    assert json.loads(done.stdout)["files"] == [".ci", ".gitignore", "new.txt", "tracked.txt"]


def test_the_command_is_not_run_as_root_and_does_not_see_the_callers_variables(checkout: Path) -> None:
    report = json.loads(_run(checkout, "python3", "-c", REPORT).stdout)
    assert report["user"] != 0
    assert report["secret"] is None


def test_the_copy_is_removed_and_processes_left_behind_are_stopped(checkout: Path) -> None:
    done = _run(checkout, "sh", "-c", "pwd; sleep 600 & echo $!; exec >&- 2>&-")
    folder, process = done.stdout.split()
    assert not Path(folder).exists()
    state = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False)
    assert state.stdout.strip()[:1] in ("", "Z")


def test_the_script_of_checks_refuses_unknown_arguments(root: Path) -> None:
    done = subprocess.run(
        [str(root / ".ci/run"), "--fast"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (2, "usage: .ci/run [--long]\n")


def test_the_constraints_name_versions_and_no_places(root: Path) -> None:
    lines = (root / ".ci/constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and line.count("==") != 1] == []
    assert [line for line in lines if "/" in line and not line.startswith("#")] == []
