"""Everything kept on disk, in SQLite."""
