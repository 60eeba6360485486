"""Tiltak: evaluate employer programmes of municipalities and report on them."""

__version__ = "0.1.0"
