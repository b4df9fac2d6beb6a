"""The dossier: what a person hands to police, prosecutor, lawyer; sealed and complete, or masked for the other side."""
