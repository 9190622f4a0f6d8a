"""Bring the news in: feeds, pages, files."""
