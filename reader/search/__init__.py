"""The index, the query language, snippets."""

import warnings

# Whoosh 2.7.4 was written for older Pythons; what they say of it is not for the person.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*whoosh")
