"""What people do at the desk of a community: beside the transactions of what comes in."""
