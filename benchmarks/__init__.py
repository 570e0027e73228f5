"""Measured figures, made by hand and by make bench."""
