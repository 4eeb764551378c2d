"""Being here puts this folder on the import path: tests write `from editions import …`."""
