"""The practice year: one kelurahan, three RTs and one Pokmas with invented people, played through the same services."""

from desktop.services.demo.play import play_year
from desktop.services.demo.stage import Report, Step

__all__ = ["Report", "Step", "play_year"]
