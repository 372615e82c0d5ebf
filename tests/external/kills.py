"""The program is killed at a random moment, and at every step of writing, and the same command is given again.

Usage: kills.py ONSET [KILLS] [SEED]. Of KILLS kills (1000 where nothing is said) most are `kill -9` after a random time;
where strace is there, as many more as there are steps are given at each system call that makes, writes, syncs, renames or
removes a file. After each kill:

- whatever has a final name holds what stood there before or what the whole command writes, byte for byte;
- the same command succeeds, and the folder holds then what it holds after a run that was not killed: no other bytes, no
  temporary file, no lock;
- a file of the user that lies there is as it was.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ONSET = str(Path(sys.argv[1]).resolve())
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
RANDOM = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)

VARY = ["--vary", "weight=15%", "--vary", "ketamine_cl=30%", "--threads", "2"]
POPULATION = ["population", "single-infusion", "-n", "40", *VARY, "--keep", "both", "--out", "o"]
SWEEP = ["sweep", "single-infusion", "parameters.k_protein=0.02..0.1:12", "--threads", "2", "--out", "o"]

# Each command with one that wrote the same folder before it; none where the folder is new.
COMMANDS = {
    "run": (["run", "single-infusion", "--out", "o"], None),
    "run over another": (
        ["run", "single-infusion", "--no-figure", "--out", "o"],
        ["run", "single-infusion", "--set", "subject.weight=90kg", "--out", "o"],
    ),
    "population": (POPULATION, None),
    "population over another": ([*POPULATION, "--no-figure"], [*POPULATION, "--seed", "7"]),
    "share": ([*POPULATION, "--shard", "1/2"], None),
    "share over another": ([*POPULATION, "--shard", "1/2"], [*POPULATION, "--shard", "1/2", "--seed", "7"]),
    "sweep": (SWEEP, None),
    "sweep over another": ([*SWEEP, "--no-figure"], [*SWEEP, "--set", "subject.weight=90kg"]),
    "figure": (["figure", "single-infusion", "--out", "a.svg", "--out", "b.png"], None),
    "figure by force": (
        ["figure", "single-infusion", "--out", "a.svg", "--force"],
        ["figure", "routes", "--out", "a.svg"],
    ),
    "page": (["page", "single-infusion", "-o", "a.html"], None),
    "page over another": (["page", "single-infusion", "-o", "a.html"], ["page", "routes", "-o", "a.html"]),
    "new": (["new", "a.toml"], None),
}

# The system calls that change a folder or a file of it.
CALLS = "openat,write,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def onset(folder: Path, words: list[str]) -> None:
    ended = subprocess.run([ONSET, *words, "--quiet"], cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 0, f"{words} in {folder} ended with {ended.returncode}: {ended.stderr}"


class Case:
    """A command with the folder before it, and after it where nothing killed it."""

    def __init__(self, name: str, place: Path) -> None:
        self.name = name
        self.words, earlier = COMMANDS[name]
        self.start = place / name.replace(" ", "-")
        self.start.mkdir()
        (self.start / "mine.txt").write_text("mine\n")
        if earlier:
            onset(self.start, earlier)
        self.before = files(self.start)
        whole = self.copy(place)
        began = time.monotonic()
        onset(whole, self.words)
        self.seconds = time.monotonic() - began
        self.after = files(whole)
        shutil.rmtree(whole)
        hidden = [name for name in self.after if Path(name).name.startswith(".")]
        assert not hidden, hidden

    def copy(self, place: Path) -> Path:
        folder = Path(tempfile.mkdtemp(dir=place))
        shutil.copytree(self.start, folder, dirs_exist_ok=True)
        return folder

    def check(self, folder: Path, how: str, counts: Counter) -> None:
        there = files(folder)
        for name, content in there.items():
            if Path(name).name.startswith("."):
                counts["left until the next time"] += 1
                continue
            whole = content in (self.before.get(name), self.after.get(name))
            assert whole, f"{self.name}, {how}: {folder}/{name} has {len(content)} bytes of neither"
        if there not in (self.before, self.after):
            counts["killed half way"] += 1
        onset(folder, self.words)
        assert files(folder) == self.after, f"{self.name}, {how}: {folder} differs after the second run"
        shutil.rmtree(folder)

    def kill_at_random(self, place: Path, counts: Counter) -> None:
        folder = self.copy(place)
        running = subprocess.Popen(
            [ONSET, *self.words, "--quiet"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait = RANDOM.uniform(0.0, 1.1 * self.seconds)
        try:
            running.wait(wait)
            counts["ended before"] += 1
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            counts["kills"] += 1
        self.check(folder, f"killed after {wait:.3f} s", counts)

    def kill_at_calls(self, place: Path, counts: Counter) -> None:
        """Kills at the first, second, ... of each system call until the command ends before."""
        for call in CALLS.split(","):
            number, step = 1, 1
            while True:
                folder = self.copy(place)
                traced = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e"]
                traced += [f"inject={call}:signal=KILL:when={number}", ONSET, *self.words, "--quiet"]
                ended = subprocess.run(traced, cwd=folder, capture_output=True)
                was_killed = ended.returncode != 0
                counts["kills at a call" if was_killed else "calls that do not come"] += 1
                self.check(folder, f"killed at {call} {number}", counts)
                if not was_killed or number > 200:
                    break
                # Files of a library and of the system are opened and read at the start, all alike.
                step = 5 if call == "openat" and number < 20 else 1
                number += step


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        cases = [Case(name, place) for name in COMMANDS]
        counts: Counter = Counter()
        while counts["kills"] < KILLS:
            RANDOM.choice(cases).kill_at_random(place, counts)
            if counts["kills"] % 100 == 99:
                print(dict(counts), flush=True)
        if shutil.which("strace"):
            for case in cases:
                case.kill_at_calls(place, counts)
                print(f"{case.name}: {dict(counts)}", flush=True)
    print(dict(counts))


main()
