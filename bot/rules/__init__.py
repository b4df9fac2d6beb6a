"""The pure deciding: policies and what they find in the facts."""
