"""Reports of the network and of rounds, as documents and tables."""
