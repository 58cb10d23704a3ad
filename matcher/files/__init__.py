"""Files written whole or not at all, and folders of results."""
