"""Consultations as each reader may see them: the list, the public page, and what SECAS works with."""
