"""Pages of the weight of real ones, made, none like another.

A page of a newspaper weighs about 120 kB in 800 elements, most of it menus, scripts and
teasers around an article of some 500 words; so do these, only that Trafilatura has a third
less work with them than with the median of 62 real ones. Their words follow Zipf's law, as
real ones do: how long the index takes depends on how many different words there are.
"""

from __future__ import annotations

import json
from functools import cache

import numpy as np

from tests.benchmarks.search_corpus import Corpus

WORDS = 480

_STYLE = "".join(f".c-{n}__body--{n % 7}{{margin:{n}px;color:#{n:06x}}}" for n in range(300))
_SCRIPT = "".join(f"window.q=window.q||[];q.push({{id:{n},slot:'top-{n}'}});" for n in range(500))
_MENU = "".join(
    f'<li class="menu__item menu__item--{n}"><a href="/section/{n}" data-track="menu-{n}">'
    f"<span>Section {n} of the paper</span></a></li>"
    for n in range(50)
)


def _teaser(seed: int, number: int) -> str:
    return (
        f'<div class="grid__cell grid__cell--{number % 4}"><div class="card card--{number}">'
        f'<div class="card__media"><div class="ratio"><img src="/i/{number}.jpg" '
        f'srcset="/i/{number}-2x.jpg 2x" alt="" loading="lazy"></div></div>'
        f'<div class="card__main"><div class="card__kicker"><span>Ward {number}</span></div>'
        f'<h3 class="card__title"><a href="/story/{seed}-{number}" class="card__link"><span>'
        f"Another story, number {number}, of the same day</span></a></h3>"
        f'<div class="card__text">What happened next in ward {number} and who had to pay.</div>'
        f'<div class="card__meta"><span class="icon"><svg viewBox="0 0 8 8"><path d="M0 0h8v8z"/>'
        f'</svg></span><time datetime="2024-11-{number % 28 + 1:02d}">{number} Nov</time></div>'
        "</div></div></div>"
    )


@cache
def _corpus() -> Corpus:
    return Corpus()


def _paragraphs(seed: int) -> list[str]:
    chance = np.random.default_rng(seed)
    corpus = _corpus()
    places = np.searchsorted(corpus.cumulated, chance.random(WORDS))
    words = [corpus.words[int(place)] for place in places]
    found = []
    for at in range(0, WORDS, 40):
        first, second = (" ".join(words[n : n + 20]).capitalize() for n in (at, at + 20))
        if at % 120 == 40:
            who = corpus.people[int(chance.integers(len(corpus.people)))]
            second = f"“{second},” {who} said"
        elif at % 120 == 80:
            second = f'<a href="/story/{seed + at}" class="link">{second[:30]}</a>{second[30:]}'
        found.append(f'<p class="story__p"><span>{first}. {second}.</span></p>')
    return found


def page(seed: int) -> str:
    """The HTML of one page; the same for the same seed."""
    body = _paragraphs(seed)
    middle = len(body) // 2
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"Report {seed}",
        "datePublished": f"2024-11-{seed % 28 + 1:02d}T08:00:00Z",
        "publisher": {"@type": "Organization", "name": "Harbour Gazette"},
    }
    cards = "".join(_teaser(seed, number) for number in range(24))
    wrap, unwrap = '<div class="l-{0}"><div class="l-{0}__in">'.format, "</div></div>"
    # Half of the real pages name their author in the text only.
    named = '<meta name="author" content="Ada Quill">' if seed % 2 else ""
    if seed % 2:
        data["author"] = [{"@type": "Person", "name": "Ada Quill"}]
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Report {seed} from the harbour | Harbour Gazette</title>
<link rel="canonical" href="https://gazette.example/report/{seed}">
<meta property="og:title" content="Report {seed} from the harbour">
<meta property="og:type" content="article">{named}
<meta property="og:site_name" content="Harbour Gazette">
<script type="application/ld+json">{json.dumps(data)}</script>
<style>{_STYLE}</style><script>{_SCRIPT}</script></head><body class="page page--story">
<div class="consent" hidden><p>We and our partners use cookies.</p><button>Accept</button></div>
<header class="top"><nav><ul class="menu">{_MENU}</ul></nav></header>
<main class="layout">{wrap("page")}{wrap("body")}{wrap("column")}<article class="story">
<header><h1>Report {seed} from the harbour</h1>
<p class="story__by">By <a rel="author" href="/ada">Ada Quill</a></p></header>
<figure><img src="/i/{seed}.jpg" alt="The quay"><figcaption>The quay.</figcaption></figure>
<div class="story__body">{"".join(body[:middle])}<div class="ad" data-slot="mid"></div>
<h2>What follows</h2>{"".join(body[middle:])}
<div class="story__tags"><a href="/t/1">Harbour</a> <a href="/t/2">Council</a></div></div></article>
{unwrap}<aside class="related"><h2>More on this</h2>{cards}</aside>{unwrap}{unwrap}</main>
<section class="comments"><h2>Comments</h2><p>Sign in to comment.</p></section>
<footer><ul class="menu">{_MENU}</ul></footer><script>{_SCRIPT}</script></body></html>"""
