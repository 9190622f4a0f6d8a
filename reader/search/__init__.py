"""Find articles and quotes, with Whoosh."""
