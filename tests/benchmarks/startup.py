"""How long a person waits for --help, beside a Python that does nothing: python -m tests.benchmarks.startup

Prints the fastest and the middle of several runs in seconds. The aim is 0.4 s for each help page on a quiet machine; what costs
time is imports, so heavy ones stand inside the commands.
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


def seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):  # in turn, so that a busy moment meets all of them
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    bare = min(taken["bare python"])
    for name, runs in taken.items():
        fastest, middle = min(runs), statistics.median(runs)
        print(
            f"{name:22} fastest {fastest:5.2f} s   median {middle:5.2f} s   {fastest / bare:5.1f} x bare python"
        )


if __name__ == "__main__":
    main()
