"""Start and stop a cluster to try: python -m tools.opensearch start [--nodes 3] | stop [--remove] | fetch."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tools.opensearch.cluster import STATE, Cluster
from tools.opensearch.install import Missing, java_home, server

FIRST_PORT = 9200


def main() -> int:
    """Run one command; what is missing is one line and exit status 2."""
    options = parser().parse_args()
    try:
        if options.command == "fetch":
            print(f"{java_home()} {server()}")
        elif options.command == "start":
            start(options.folder, options.nodes)
        else:
            stop(options.folder, remove=options.remove)
    except Missing as missing:
        print(f"opensearch: {missing}", file=sys.stderr)
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="python -m tools.opensearch", description="An OpenSearch cluster on this machine, to try.")
    top.add_argument("command", choices=("start", "stop", "fetch"))
    top.add_argument("--nodes", type=int, default=3, help="how many nodes a new cluster has; 3 where not given")
    top.add_argument(
        "--folder", type=Path, default=default_folder(), help=f"where it keeps its data; {default_folder()} where not given"
    )
    top.add_argument("--remove", action="store_true", help="with stop: remove its data too")
    return top


def default_folder() -> Path:
    """Return where a cluster keeps its data: where the user who runs it may write."""
    if os.geteuid() == 0:
        return Path("/var/lib/convoy/cluster")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "convoy" / "cluster"


def start(folder: Path, nodes: int) -> None:
    """Start the cluster in a folder and say how to use it."""
    cluster = Cluster.at(folder, nodes=nodes, first_port=FIRST_PORT)
    cluster.start()
    print(f"{len(cluster.nodes)} nodes are up; their data is in {folder}. Now:", file=sys.stderr)
    print(f"export CONVOY_ENGINE=opensearch CONVOY_OPENSEARCH='{cluster.addresses}'")
    print("make run, and make cluster-stop in the end", file=sys.stderr)


def stop(folder: Path, *, remove: bool) -> None:
    """Stop the cluster in a folder."""
    if not (folder / STATE).exists():
        print(f"There is no cluster in {folder}.", file=sys.stderr)
        return
    cluster = Cluster.at(folder, nodes=0)
    print(f"{cluster.stop()} nodes stopped.", file=sys.stderr)
    if remove:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
