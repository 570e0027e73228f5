"""From request to result: the query language, the engines and the one use case behind page, API and terminal."""
