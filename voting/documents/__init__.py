"""Word, PDF and text in: files and pasted text to domain values and back, without a database."""
