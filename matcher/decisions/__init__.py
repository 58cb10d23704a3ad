"""What a council asks of a ranking: other weights, both sides, several members, its twins."""
