"""Cases: the conduct of one person towards another, over days and accounts, as far as it has gone."""
