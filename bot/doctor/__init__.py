"""What is wrong with a shield, and the cure: for a terminal, for pages, for programs."""
