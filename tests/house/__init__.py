"""The rules that hold the house up."""
