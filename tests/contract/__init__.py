"""Every engine and the oracle alike."""
