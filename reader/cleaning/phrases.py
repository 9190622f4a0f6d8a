"""The telling phrases of what is no article: furniture, notices, walls, missing pages."""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


LABEL = _any(
    r"advertisement|anzeige|publicité|publicidad|sponsored( content)?",
    r"(\d+ )?comments?|thank you|sorry!?|reuters|getty images",
    r"share( this)?( (article|story|page|on \w+))?|print( this)?( article)?|order reprints.{0,20}",
    r"(explore|read|find out|learn|see|show|load|view) (further|more)(?: »)?|related( \w+)?:?",
    r"up next|most (read|popular|viewed)|recommended( for you)?|trending( now)?|top stories",
    r"you (may|might) also (like|enjoy).{0,20}|more (on|from|in) (this|our|the) .{1,40}",
    r"something to consider|filed under.{0,80}|tags?:.{0,120}|topics?:.{0,120}",
    r"(photo|image|video|picture) ?(credit|copyright|caption)s?:? ?.{0,60}",
    r"image:? ?©?.{0,40}(getty|reuters|ap|afp|shutterstock)( images)?",
    r"this video can ?not be played",
    r"(facebook|twitter|whatsapp|linkedin|reddit|email|pinterest|copy link|\W)+",
)
"""A whole line that is a label of the page."""

NOTICE = _any(
    r"(copyright )?(©|\(c\)) ?(copyright )?(\d{4}|[A-Z])|copyright [©\d]|all rights reserved",
    r"this copy is for your personal, non-commercial use|terms (of use|and conditions) apply",
    r"an error (has )?occurred|(there was|we encountered) an error|please try again later",
    r"(keep|check) (an eye on )?your inbox|thanks for (signing up|subscribing)",
    r"this article has been sent to|(click|tap) here (to|for|if)",
    r"sign up (here|now|today|to (get|receive|our)|for (our|the))|subscribe (to|now|here|today)",
    r"get (the|our) .{0,60}(newsletter|inbox|app\b)|download (the|our) .{0,30}app\b",
    r"(join|follow|like|find) (us|our|the .{1,40}|[\w ]{1,30}) on "
    r"(twitter|facebook|instagram|telegram|whatsapp|x\b|linkedin|youtube)",
    r"follow .{2,60}(full )?coverage (of|at)|if you (enjoyed|liked|like) (this|our)",
    r"(buy|shop|save) .{0,40} (here|now)$|(write|e-?mail|send (an )?e-?mail) to .{2,60}@",
    r"(read|see|watch|listen|related|don't miss|also|more)( more| also| next| on this)?:\s",
    r"(this|our) (site|website|page) uses cookies|we use cookies|accept (all )?cookies",
    r"enable javascript|turn on javascript|your browser (does not|doesn't) support",
    r".{0,60}(may (earn|get|receive) .{0,30}(commission|share of)|affiliate (links|commission))",
)
"""The start of a short paragraph that speaks of the site, not of the news."""

CREDIT = _any(
    r"\(?(additional )?(reporting|writing|editing|edited|compiled|photographs?) "
    r"(by|and \w+ by) .{3,200}",
    r".{3,160} contributed (reporting|to this (report|story|article)).{0,60}",
)
"""The last paragraph of an article, where it names who worked on it."""

MISSING = _any(
    r"^(error|http)?\W*(404|410)\b|\b(404|410)\W+(error|not found|page)",
    r"\b(page|story|article|content|url|link|document|file)\b.{0,40}"
    r"\b(not found|(not|no longer) available|(no longer|not|n't) exists?|can(not|'t) be found)",
    r"^\W*(not found|page missing|nothing (was )?found)\W*$",
    r"seite (wurde )?nicht gefunden|page (est )?introuvable|página no encontrada",
    r"pagina non trovata",
)
"""The headline of a page that is not there."""

CONSENT = _any(
    r"\b(cookies?|consent|tracking|partners|privacy (policy|settings|preferences)|gdpr|vendors)\b",
    r"\b(personal(ised|ized)? (ads?|data)|legitimate interest)\b",
    r"\b(datenschutz|einwilligung|confidentialité)\b",
)
"""The words of questions about cookies."""

BLOCKED = _any(
    r"(enable|turn on|requires?) (javascript|cookies)|javascript (is )?(disabled|required)",
    r"are you a (robot|human)|not a robot|captcha|checking your browser",
    r"unusual (traffic|activity)|access (to this page has been )?denied|just a moment",
    r"request blocked|security check|verify(ing)? (that )?you are",
)
"""Checks for browsers that stand in for the article."""

PAYWALL = _any(
    r"subscribe (now )?to (continue|keep|read)|(continue|keep) reading (with|by|this)",
    r"already a subscriber|(log|sign) ?in (or subscribe )?to (continue|read)",
    r"this (article|content|story) is (for|available to|only) .{0,30}(subscribers|members)",
    r"unlock this article|create a free account",
)
"""What stands where the rest of a paid article would."""
