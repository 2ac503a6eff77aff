"""Run a command in a copy of this checkout, as an ordinary user, with a clean environment: in_copy.py COMMAND [ARGUMENT...]

The copy holds tracked and new files, nothing that git ignores. Root becomes the user `nobody`, because PostgreSQL refuses to
run as root. ../shared is copied too where it exists. At the end the processes of the command are stopped and the copy is
removed. The exit code is that of the command.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

CHECKOUT = Path(__file__).resolve().parents[1]
# Variables of the caller that reach the command, beside PIP_*: terminal, proxies, certificates, switches of the tests.
KEPT = """CI TERM LANG http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY
    SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GOVNEWS_TEST_POSTGRES""".split()
IS_USABLE = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
SUCCESS = 0


class User(TypedDict, total=False):
    """The keywords of ``subprocess.run`` that start a process as another user."""

    user: int
    group: int
    extra_groups: list[int]


def ordinary_user() -> User:
    """Nothing to change for an ordinary user; `nobody` for root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def usable_python(user: User) -> str:
    """The first Python >= 3.11 with venv and pip that this user may start (root's own may lie in root's home)."""
    names = ("python3", "python3.11", "python3.12", "python3.13")
    found = [getattr(sys, "_base_executable", sys.executable), *(f"/usr/bin/{name}" for name in names)]
    found += [path for name in names if (path := shutil.which(name))]
    for path in found:
        with contextlib.suppress(OSError):
            probe = subprocess.run([path, "-c", IS_USABLE], cwd="/", capture_output=True, check=False, **user)
            if probe.returncode == SUCCESS:
                return path
    sys.exit("no Python >= 3.11 with venv and pip was found that the user of the checks may start")


def copy_checkout(target: Path) -> None:
    """Copy tracked and new files; without git everything but environments, caches and data."""
    listing = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard".split()
    if not (CHECKOUT / ".git").exists():
        left_out = shutil.ignore_patterns(
            ".venv*", ".*_cache", "__pycache__", "*.egg-info", "build", "dist", "data"
        )
        shutil.copytree(CHECKOUT, target, ignore=left_out)
        return
    listed = subprocess.run(listing, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (CHECKOUT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, target / name)


def environment(folder: Path) -> dict[str, str]:
    """A home and folders of their own, and what of the caller's variables is needed to reach a registry."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith("PIP_")}
    required = ["postgres", *(["shared"] if (folder / "shared").is_dir() else [])]
    return kept | {
        "PATH": f"{folder / 'bin'}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "GOVNEWS_CI_LOGS": str(folder / "logs"),
        "GOVNEWS_TESTS_REQUIRED": " ".join(required),  # markers of tests that must not be skipped here
    }


def main(command: list[str]) -> int:
    user = ordinary_user()
    folder = Path(tempfile.mkdtemp(prefix="govnews-ci-")).resolve()
    try:
        copy_checkout(folder / "checkout")
        if (shared := CHECKOUT.parent / "shared").is_dir():
            shutil.copytree(shared, folder / "shared")
        for name in ("bin", "home", "tmp", "logs"):
            (folder / name).mkdir()
        with contextlib.suppress(FileNotFoundError):  # pip reads its settings from the home of the new user
            config = Path.home() / ".config/pip/pip.conf"
            (folder / "home/.config/pip").mkdir(parents=True)
            shutil.copy(config, folder / "home/.config/pip/pip.conf")
        python3 = folder / "bin/python3"
        python3.write_text(f'#!/bin/sh\nexec {usable_python(user)} "$@"\n', encoding="utf-8")
        python3.chmod(0o755)
        if user:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, user["user"], user["group"], follow_symlinks=False)
        return run(command, folder, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[str], folder: Path, user: User) -> int:
    """Run the command in a session of its own, so that whatever it leaves running can be stopped."""
    process = subprocess.Popen(
        command, cwd=folder / "checkout", env=environment(folder), start_new_session=True, **user
    )
    try:
        return process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
