"""A redline as Word files: from nothing, and from the package that it was imported from."""

from voting.documents.legal_text.to_word.matching import RedlineNotOfThisFile
from voting.documents.legal_text.to_word.original import clean_from_original, rewritten_docx
from voting.documents.legal_text.to_word.scratch import clean_docx, redlined_docx

__all__ = ["RedlineNotOfThisFile", "clean_docx", "clean_from_original", "redlined_docx", "rewritten_docx"]
