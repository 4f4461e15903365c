"""Reading answers: the one reader of other people's, the page of one's own, and what waits for a second person."""
