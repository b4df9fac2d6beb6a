"""The demo: bundled scenarios shown as they happen."""
