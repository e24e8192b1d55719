"""Arsip (L17): what the desk keeps, the trash, and handing it all over."""
