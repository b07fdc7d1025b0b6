"""Bring this checkout to where `make run` (goal run) or tests and checks (goal dev) can start."""

import argparse
import subprocess

from deploy.setup import assets, debian, fonts, node, python, words
from deploy.setup.stamps import ROOT, say


def main() -> None:
    """Do every step of the goal that is not done."""
    parser = argparse.ArgumentParser(prog="python3 -m deploy.setup", description=__doc__)
    parser.add_argument("goal", choices=("run", "dev", "inside"))
    goal = parser.parse_args().goal
    if goal == "inside":
        assets.install()
        fonts.install()
        words.install()
        return
    development = goal == "dev"
    debian.install(debian.DEVELOPMENT if development else debian.RUN)
    python.install(development)
    node.install(development)
    subprocess.run([python.PYTHON, "-m", "deploy.setup", "inside"], cwd=ROOT, check=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        say(f"this failed: {' '.join(map(str, error.cmd))}")
        raise SystemExit(1) from error
