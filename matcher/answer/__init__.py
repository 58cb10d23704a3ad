"""What is said of a ranked candidate: reasons, cautions, relations."""
