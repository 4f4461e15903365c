"""Legal text in: pasted text read into clauses, compared word by word, its keys carried over, and shown as HTML."""
