"""The first run as pages: a small site on this machine, before there is any configuration."""
