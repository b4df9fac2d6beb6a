"""Setting a dossier as PDF/A: contents become words of a language, these become blocks, typst sets the blocks."""
