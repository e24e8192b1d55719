"""What every test needs; each room's own fixtures live in that room's conftest.py."""

import os

# Before any test imports Qt: without a display the tests draw in memory.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
