"""reader: the terminal news reader for people who quote the news."""

__version__ = "0.1.0"
