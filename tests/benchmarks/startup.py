"""Measure how long `--help` takes, beside a Python that does nothing: python -m tests.benchmarks.startup

Prints the fastest and the median of several runs in seconds. The aim is 0.4 s for each help page on a quiet machine. Imports
are what takes time, so modules import heavy libraries inside the commands.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 7
MAIN = "from crawler.cli import main; main()"
COMMANDS: dict[str, list[str]] = {
    "bare python": ["-c", "pass"],
    "govnews --help": ["-c", MAIN, "--help"],
    "govnews crawl --help": ["-c", MAIN, "crawl", "--help"],
    "govnews --version": ["-c", MAIN, "--version"],
    "scrapy list": ["-m", "scrapy", "list"],
}


def seconds_of(arguments: list[str]) -> float:
    """The wall time of one run of Python with these arguments."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):  # one command after the other, so that a busy moment slows all of them
        for name, arguments in COMMANDS.items():
            times[name].append(seconds_of(arguments))
    bare = min(times["bare python"])
    for name, runs in times.items():
        fastest, median = min(runs), statistics.median(runs)
        print(
            f"{name:22} fastest {fastest:5.2f} s   median {median:5.2f} s   {fastest / bare:5.1f} x bare python"
        )


if __name__ == "__main__":
    main()
