"""What make and the tests use."""
