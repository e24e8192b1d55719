"""L02: the home page of each desk."""
