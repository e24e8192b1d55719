"""Bundles: what travels between offices, signed and encrypted. Sees neither session nor screen."""
