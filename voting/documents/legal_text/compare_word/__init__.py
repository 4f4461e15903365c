"""Two Word files, in force and proposed, compared into one with tracked changes."""

from voting.documents.legal_text.compare_word.comparing import compare_docx, redline_from_word_pair

__all__ = ["compare_docx", "redline_from_word_pair"]
