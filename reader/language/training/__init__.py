"""Trains the joint model of quotes, speakers and names; needs the extra ``training``.

    python -m reader.language.training.train DATA BASE OUT
    python -m reader.language.training.export OUT reader/language/model
    python -m reader.language.training.evaluate DATA --scorers FOLDER

Nothing here is imported when the program runs.
"""
