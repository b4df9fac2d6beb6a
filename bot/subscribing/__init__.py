"""Lists of others: fetched with care, looked at before they do anything, held back where they look wrong."""
