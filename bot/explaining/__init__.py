"""Why something was decided, said line by line to people: by the command line, and on the pages."""
