"""What a part of a report is for, told by its heading: parts come in other orders and numbers from report to report."""

import re
from enum import StrEnum

from voting.domain.modifications.report.values import ModificationReport, Part


class PartRole(StrEnum):
    """What a part of the report sets out."""

    SUMMARY = "summary"
    ISSUE = "issue"
    SOLUTION = "solution"
    IMPACTS = "impacts"
    COSTS = "costs"
    IMPLEMENTATION = "implementation"
    ASSESSMENT = "assessment"
    CONCLUSIONS = "conclusions"
    TIMETABLE = "timetable"
    GLOSSARY = "glossary"


# The whole heading, in the wordings of the templates since 2014; what is left out of it may only be small words.
_WHOLE: tuple[tuple[str, tuple[PartRole, ...]], ...] = (
    (r"(?:executive )?summary|overview|summary of (?:the )?(?:modification|proposal|change)", (PartRole.SUMMARY,)),
    (
        (
            r"(?:the )?issues?|what is the (?:issue|problem)|background|background and issue|issue and background"
            r"|problem statement|(?:the )?problem|why change|current arrangements|what are the current arrangements"
            r"|(?:purpose|description) of the (?:modification|proposal|issue)"
        ),
        (PartRole.ISSUE,),
    ),
    (
        (
            r"(?:the )?(?:proposed |alternative )?(?:solutions?|modification|changes?)(?: [0-9a-z])?"
            r"|what is the (?:proposed )?solution|solutions? and legal text|solution options|alternative proposals?"
        ),
        (PartRole.SOLUTION,),
    ),
    (
        (
            r"(?:potential |expected |likely )?impacts?"
            r"(?: of (?:the |this )?(?:modification|proposal|change|solution)s?)?"
            r"|who is impacted|impact assessment|impacted parties|impacts? on sec parties"
        ),
        (PartRole.IMPACTS,),
    ),
    (r"(?:estimated )?(?:implementation )?costs?|costs? and benefits|costs? of (?:the |this )?.*", (PartRole.COSTS,)),
    (r"impacts? (?:and|&) costs?|costs? (?:and|&) impacts?", (PartRole.IMPACTS, PartRole.COSTS)),
    (
        r"(?:proposed |recommended )?implementation(?: approach| date| dates| and .*| timetable)?",
        (PartRole.IMPLEMENTATION,),
    ),
    (r"(?:solution|issue) (?:and|&) impacts?", (PartRole.SOLUTION, PartRole.IMPACTS)),
    (
        (
            r"(?:initial |further )?assessment(?: of (?:the |this )?(?:proposal|modification|change|issue|solution))?"
            r"|(?:refinement |working group |panel |relevant )?discussions?(?: and .*)?|working group.*"
            r"|(?:views|opinions)(?: .*)?|.* views|solution development(?: and .*)?|(?:general )?sec objectives"
            r"|(?:relevant |applicable )objectives|refinement process|consultation responses"
        ),
        (PartRole.ASSESSMENT,),
    ),
    (
        (
            r"case for change|(?:business )?case|conclusions?(?: and .*)?|recommendations?|(?:panel )?conclusions?"
            r"|next steps|report phase|.* conclusions?"
        ),
        (PartRole.CONCLUSIONS,),
    ),
    (
        (
            r"(?:proposed |modification )?(?:progression|timetable|timeline)(?: timetable| plan| approach| and .*)?"
            r"|progression of (?:the|this) .*"
        ),
        (PartRole.TIMETABLE,),
    ),
    (r"glossary(?: of .*)?|acronyms(?: .*)?|abbreviations(?: .*)?|definitions(?: and .*)?", (PartRole.GLOSSARY,)),
)
_WHOLE_HEADINGS = tuple((re.compile(pattern), roles) for pattern, roles in _WHOLE)
# A heading in words of its own is told by the words it has, most telling first.
_WORDS: tuple[tuple[str, PartRole], ...] = (
    (r"glossary|acronyms?|abbreviations", PartRole.GLOSSARY),
    (r"timetable|timeline|progression", PartRole.TIMETABLE),
    (r"summary", PartRole.SUMMARY),
    (r"solutions?|legal text", PartRole.SOLUTION),
    (r"impacts?|impacted", PartRole.IMPACTS),
    (r"costs?", PartRole.COSTS),
    (r"implementation", PartRole.IMPLEMENTATION),
    (r"assessment|views|discussions?|objectives|consultation", PartRole.ASSESSMENT),
    (r"issues?|problem|background", PartRole.ISSUE),
    (r"conclusions?|recommendations?", PartRole.CONCLUSIONS),
)
_HEADING_WORDS = tuple((re.compile(rf"\b(?:{pattern})\b"), role) for pattern, role in _WORDS)
_LONGEST_HEADING = 120
_MOST_WORDS = 10
_NOT_AFTER_HEADINGS = (".", ",", ";", "!")

# The parts that every Modification Report has.
NEEDED_PARTS = (
    PartRole.SUMMARY,
    PartRole.ISSUE,
    PartRole.SOLUTION,
    PartRole.IMPACTS,
    PartRole.COSTS,
    PartRole.IMPLEMENTATION,
    PartRole.ASSESSMENT,
)


def template_roles(heading: str) -> frozenset[PartRole]:
    """The roles of a heading that is one of the template's own, in any of its wordings; none for other words."""
    if len(heading) > _LONGEST_HEADING or heading.count(" ") >= _MOST_WORDS or heading[-1:] in _NOT_AFTER_HEADINGS:
        return frozenset()
    words = _plain(heading)
    return next((frozenset(roles) for pattern, roles in _WHOLE_HEADINGS if pattern.fullmatch(words)), frozenset())


def roles_of(heading: str) -> frozenset[PartRole]:
    """The roles of the heading of a part, by the template's wordings or by the most telling word in it."""
    known = template_roles(heading)
    if known:
        return known
    words = _plain(heading)[:_LONGEST_HEADING]
    return frozenset(next(((role,) for pattern, role in _HEADING_WORDS if pattern.search(words)), ()))


def parts_for(report: ModificationReport, role: PartRole) -> tuple[Part, ...]:
    """The parts and appendices of a report that have this role."""
    return tuple(part for part in (*report.parts, *report.appendices) if role in roles_of(part.heading))


def _plain(heading: str) -> str:
    words = " ".join(heading.casefold().split()).strip(" .:?–-")
    return words.removeprefix("sec ")
