"""The known network of partnerships: measures, ties of countries, communities, a page."""
