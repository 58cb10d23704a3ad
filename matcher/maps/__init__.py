"""Distances on the globe and maps as SVG."""
