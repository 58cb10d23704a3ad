"""What a council asks: the mandate, its rows, its names resolved, its hard rules."""
