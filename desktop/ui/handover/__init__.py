"""L12: inspection (BAHP) and handover (BAST) of what a contract built."""
