"""Through a real Chromium."""
