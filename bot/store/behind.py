"""The tables of who stands behind accounts: cases, links, raids, and what is kept in the vault."""
