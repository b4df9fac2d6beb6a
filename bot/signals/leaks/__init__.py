"""What of somebody's private life stands in a text: addresses, numbers, accounts; measured, never kept."""
