"""What a Word file says, for every reader: the package and its limits, styles, numbers and tracked paragraphs."""
