"""Many articles at once, of all kinds: each comes out once, and nothing is left held."""

from __future__ import annotations

import random

from reader.ingest.gathering import Gatherer, Got, Wanted
from reader.sources.feeds import FeedItem
from reader.sources.guard import Policy
from reader.sources.http import Client
from tests.cleaning.pages import PROSE, article_page
from tests.sources.following import LastingPool
from tests.sources.server import Server


def _put(server: Server, number: int, kind: str) -> str | None:
    """A page of a kind; its address."""
    path = f"/p{number}"
    words = f"<p>Number {number}.</p>" + "".join(f"<p>{paragraph}</p>" for paragraph in PROSE)
    if kind == "article":
        server.page(path, article_page(words))
    elif kind == "fails":
        server.page(path, "no", status=500)
    elif kind == "breaks off":
        server.raw(path, then="reset")
    elif kind == "sends on":
        server.page(path, f'<meta http-equiv="refresh" content="0;url=/p{number - 1}">')
    elif kind == "in parts":
        server.page(path, article_page(words, head=f'<link rel="next" href="{path}/2">'))
    else:
        return None
    return server.url(path)


def test_each_comes_out_once_whatever_becomes_of_it(server: Server, workers: LastingPool) -> None:
    chance = random.Random(3)
    kinds = ["article", "article", "fails", "breaks off", "sends on", "in parts", "no page"]
    wanted = []
    for number in range(120):
        url = _put(server, number, chance.choice(kinds))
        html = "Some words of it." if chance.random() < 0.5 else None
        wanted.append(Wanted(FeedItem(str(number), url, html=html), number % 5))
    with Client(Policy(private=True)) as client:
        gatherer = Gatherer(client, workers)
        came: list[Got] = []
        for some in (wanted[:70], wanted[70:]):
            gatherer.want(some)
            while gatherer.busy:
                came += gatherer.wait(0.3)
    assert sorted(got.wanted.item.key for got in came) == sorted(w.item.key for w in wanted)
    assert all(got.article is not None or got.reason for got in came)
    assert gatherer._held == gatherer._fetching == gatherer._count == 0
    assert not any(gatherer._under_way.values())
