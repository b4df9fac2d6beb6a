"""The pages: what people see of their shield, and do about it."""
