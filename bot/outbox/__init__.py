"""The written side of what is performed and sent: steps in the chain, second thoughts, tries again, reasons given."""
