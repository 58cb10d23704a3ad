"""What the world is like: places, states and what stands between them."""
