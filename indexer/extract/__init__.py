"""From an article's text to its mentions: a language model offers names, one finder a facet decides."""
