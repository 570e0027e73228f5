"""A real OpenSearch on this machine, without Docker: to try the cluster, and for the tests."""
