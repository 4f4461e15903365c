"""Typed numbers: what looks like one at the start of a line, which sequence it continues, and how deep it is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from voting.domain.legal_text import label_path

_CONTAINERS = "section|schedule|appendix|annex|part|chapter|article"
_LABEL = re.compile(
    rf"""
    (?P<container>(?:{_CONTAINERS})\s+(?:[A-Z]{{1,2}}\d{{0,3}}|\d{{1,3}}[A-Z]?|[IVXLC]+|[A-Z]{{1,2}}\d{{1,3}}))
        (?=[\s:.,–—-]|$)\s*[:.–—-]?
  | (?P<decimal>[A-Z]{{0,2}}\d{{1,3}}[A-Z]{{0,2}}(?:\.\d{{1,3}}[A-Z]{{0,2}})*)
        (?P<inner>(?:\s?\((?:[a-z]{{1,5}}|[A-Z]{{1,2}}\d{{0,3}}|\d{{1,3}})\))*)(?:\.(?=\s|$))?(?=\s|$)
  | (?P<brackets>(?:\((?:[a-z]{{1,6}}|[A-Z]{{1,6}}|[A-Z]{{1,2}}\d{{1,3}}|\d{{1,3}}[A-Za-z]{{0,2}})\)\s?)+)(?=\s|$|(?<=\s))
  | (?P<half>(?:[a-z]{{1,5}}|[A-Z]{{1,2}}|\d{{1,3}})\))(?=\s|$)
  | (?P<dotted>(?:[a-z]{{1,4}}|[A-Z]|[IVX]{{1,4}})\.)(?=\s|$)
  | (?P<bullet>[•●◦▪‣∙·–—*-])(?=\s)
    """,
    re.VERBOSE,
)
