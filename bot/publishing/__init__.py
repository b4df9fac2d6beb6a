"""Lists of one's own: who stands in them and why, what holds somebody back, how they leave, and how they come back."""
