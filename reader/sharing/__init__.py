"""Take quotes away: citations, clipboard, export formats."""
