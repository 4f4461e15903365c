"""Consultation and Change Board voting for the GB Smart Energy Code.

Folders are layers and files are capabilities. Imports point one way only:
`__main__ > cli > demo | serve > app > web | api | worker > services | exports > queries > models > documents >
migrate > db : clock : logs : paths > config > domain`. The domain is the rulebook: plain functions over frozen values,
importing the standard library alone.
"""
