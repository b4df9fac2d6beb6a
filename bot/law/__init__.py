"""What the law says, as data with its source and date: offences and their elements, clocks, places to turn to."""
