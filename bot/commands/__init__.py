"""The command line, one file a group of commands; each file gives its commands to the app in `register(app)`.

What takes long to import is imported inside the command, so that `rempart --help` answers at once.
"""
