"""Backups and exports: everything in one file, put back, or given to the person."""
