"""Through the app, without a browser."""
