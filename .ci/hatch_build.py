"""Carries the style sheet and the sample articles inside the wheel.

They stand at the top of the project, where people look for them. An installed reader finds
them in ``reader/resources``; an editable one goes on using those at the top (see
``reader.config.resource``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Resources(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the files to every build but an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is put together."""
        if version != "editable":
            for name in ("styles.tcss", "seeds"):
                build_data["force_include"][str(Path(self.root, name))] = f"reader/resources/{name}"
