"""Answers as text: a table for people, JSON, CSV and Markdown for programs and papers."""

from __future__ import annotations

from matcher.render.plain import csv_text, json_text, markdown, profile_text, rows_text
from matcher.render.terminal import (
    print_corrections,
    print_profile,
    print_recommendation,
    print_rows,
)

__all__ = [
    "csv_text",
    "json_text",
    "markdown",
    "print_corrections",
    "print_profile",
    "print_recommendation",
    "print_rows",
    "profile_text",
    "rows_text",
]
