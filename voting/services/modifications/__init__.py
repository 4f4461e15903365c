"""Modifications: raising them, moving them through their life cycle, their timetables and implementation.

Nothing is imported here, because consultations and ballots import single files of this package and it imports theirs.
"""
