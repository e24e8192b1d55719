"""L08: the approved activities of a Pokmas, each with its RAB, its progress and its photos 0, 50 and 100 %."""
