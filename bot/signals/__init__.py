"""The pure measuring of what is said: text, language, words."""
