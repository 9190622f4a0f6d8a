"""The clipboard and the browser, from any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from reader.app.screens.base import AppScreen


def copy_text(screen: AppScreen, text: str, what: str) -> None:
    """Puts a text on the clipboard and says which way it went. Never waits for it."""
    from reader.sharing.clipboard import CopyReport, copy

    driver = screen.app._driver
    write = driver.write if driver is not None else None

    def said(report: CopyReport) -> None:
        done = report.confirmed or bool(report.ways)
        screen.say(f"{what}: {report.message}", warn=not done)

    screen.reader.read("clipboard", lambda _: copy(text, write), said)


def open_page(screen: AppScreen, url: str) -> None:
    """Opens an address in the web browser and names its host; http and https only."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        screen.say("Only http and https addresses are opened", warn=True)
        return
    import webbrowser

    host = parts.hostname

    def said(opened: bool) -> None:
        if opened:
            screen.say(f"opened {host} in the browser")
        else:
            screen.say(f"No browser here; c copies the address ({host})", warn=True)

    screen.reader.read("browser", lambda _: webbrowser.open(url), said)
