"""The practice year: one kelurahan, three RTs and one Pokmas with invented people, played through the same services."""

from desktop.services.demo.play import Report, Step, play_year

__all__ = ["Report", "Step", "play_year"]
