"""Small invented sites, one for each family: their lists, their paging, their articles, and what must be stored."""
