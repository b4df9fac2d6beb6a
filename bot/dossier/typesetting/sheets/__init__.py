"""The sheets that go to others than those who read the whole: each a short document of its own."""
