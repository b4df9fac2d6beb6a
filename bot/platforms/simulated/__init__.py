"""A platform that exists in memory, faithful to how the real ones behave; for scenarios, the demo and the tests."""
