"""The rulebook: every rule of the code that this product applies, as plain functions over frozen values."""
