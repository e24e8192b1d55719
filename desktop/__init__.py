"""Rembug: village deliberation, proposals and accountability papers, on a computer that may be offline."""

__version__ = "0.1.0"
