"""A person's own lists: who stands in them and why, agreed on by two, given out, taken back, and objected to."""
