"""Annex A of a Modification Report: observations in the tables of a Word file, and an error report by row."""

from voting.documents.annex_a.reading import read_annex

__all__ = ["read_annex"]
