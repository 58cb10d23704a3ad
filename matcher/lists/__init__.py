"""From scores to the list a council sees, and the other side of it."""
