"""Pairing from a list and onto a sheet: what `gespann pair` reads and writes besides JSON."""
