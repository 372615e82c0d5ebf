"""A population in shares on a Dask cluster: here a local one, elsewhere any address that Client() takes.

Usage: shares.py ONSET FOLDER. Runs the shares as tasks of the cluster, puts them together, and holds the result
against one run and against the shares of shares.slurm: every file must have the same bytes.
"""

import filecmp
import os
import subprocess
import sys
from pathlib import Path

from distributed import Client, LocalCluster

SHARES = 5
ASKED = ["ketamine-vs-ssri", "-n", "203", "--seed", "7", "--vary", "ketamine_cl=30%", "--vary", "weight=15%"]


def run_share(onset: str, folder: str, number: int) -> str:
    """One task: a share of the subjects into a folder of its own, which the cluster's machines must share."""
    out = f"{folder}/share-{number}"
    share = ["--shard", f"{number}/{SHARES}", "--threads", "1", "--out", out, "--quiet"]
    subprocess.run([onset, "population", *ASKED, *share], check=True)
    return out


def by_dask(onset: str, folder: Path) -> list[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        # Two runs into one folder would be refused, so a task is not the same as another with the same arguments.
        tasks = client.map(run_share, [onset] * SHARES, [str(folder)] * SHARES, range(1, SHARES + 1), pure=False)
        return client.gather(tasks)


def by_slurm(onset: str, folder: Path) -> list[str]:
    """What Slurm does with an array job: the script once for each task, which it tells who it is."""
    folder.mkdir()
    script = Path(__file__).with_name("shares.slurm")
    for number in range(1, SHARES + 1):
        told = {
            "SLURM_ARRAY_TASK_ID": str(number),
            "SLURM_ARRAY_TASK_COUNT": str(SHARES),
            "SLURM_CPUS_PER_TASK": "2",
            "PATH": f"{Path(onset).parent}:{os.environ['PATH']}",
        }
        subprocess.run(["bash", script, *ASKED, "--quiet"], check=True, cwd=folder, env=os.environ | told)
    return [str(folder / "shares" / str(number)) for number in range(1, SHARES + 1)]


def main() -> None:
    onset, folder = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True)
    whole = folder / "whole"
    subprocess.run([onset, "population", *ASKED, "--out", whole, "--quiet"], check=True)
    names = sorted(path.name for path in whole.iterdir())
    assert "subjects.csv" in names and "figure.svg" in names, names
    for name, shares in [("dask", by_dask(onset, folder / "dask")), ("slurm", by_slurm(onset, folder / "slurm"))]:
        merged = folder / f"{name}-merged"
        subprocess.run([onset, "merge", *shares, "--out", merged, "--quiet"], check=True)
        assert sorted(path.name for path in merged.iterdir()) == names
        same, other, failed = filecmp.cmpfiles(whole, merged, names, shallow=False)
        assert not other and not failed, (name, other, failed)
        print(f"{name}: {SHARES} shares put together are one run, {len(same)} files byte for byte")


if __name__ == "__main__":
    main()
