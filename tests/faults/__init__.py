"""Kills, full disks and damaged files."""
