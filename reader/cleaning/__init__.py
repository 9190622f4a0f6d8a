"""Turn pages into articles; all outside text passes the gate here."""
