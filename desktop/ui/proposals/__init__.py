"""L06: usulan within their limits, from the first draft to handing in."""
