"""Averages weights of one training at several moments; worth most of a point.

python -m reader.language.training.average OUT WEIGHTS...
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average(out: Path, weights: list[Path]) -> None:
    """Write the mean of some weights."""
    states = [torch.load(path) for path in weights]
    mean = {name: sum(s[name].float() for s in states) / len(states) for name in states[0]}
    torch.save(mean, out)


def main() -> None:
    """Parse and average."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    options = parser.parse_args()
    average(options.out, options.weights)


if __name__ == "__main__":
    main()
