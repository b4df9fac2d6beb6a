"""One file a page; each gives its pages in `PAGES`, and bot/web/rooms.py lists them."""
