"""The sample articles and what each must come to."""
