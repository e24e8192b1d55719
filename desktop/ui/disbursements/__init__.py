"""L09: the contract of a Pokmas and its tranches, from the plan to the accepted SPJ."""
