"""Every sentence an answer can hold, and its languages."""
