"""What an article is: the nouns, the facet list and the truth in SQLite that every other room agrees on."""
