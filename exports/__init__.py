"""Workbooks and bundles: frozen views in, bytes out. Code only; nothing is ever written into this folder."""
