"""Bring the sources up to date from their public addresses, with a report before anything changes.

``fetch`` asks a server, ``wikidata``, ``wikipedia`` and ``downloads`` turn its
answers into the files the pipeline reads, ``staging`` keeps them apart until
they are accepted, ``difference`` says what they would change.
"""
