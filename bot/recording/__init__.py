"""What is kept of one judged mention, and how it is written: the exhibit, the row, the names in the chain."""
