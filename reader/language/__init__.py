"""Find quotes, speakers and names in a text."""
