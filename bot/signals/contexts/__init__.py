"""Contexts: what marks that words are quoted, told, denied or played, and how far each mark reaches."""
