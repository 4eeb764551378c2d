"""A table of figures in somebody's file: opened as a stream, its columns understood, each row
checked, and held against another release. Open first: `tables.py`, then `checking.py`."""
