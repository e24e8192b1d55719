"""Peak memory of this process alone (getrusage would count the parent's, inherited over the fork)."""

from pathlib import Path


def peak_memory() -> float:
    """High-water mark of resident memory in MB (Linux)."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
