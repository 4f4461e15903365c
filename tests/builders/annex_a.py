"""Word files of observations: tables by rows of plain words, with what Annex A has around them."""

from tests.builders.word import cell, paragraph, row, table, word_file

HEAD = ("No.", "Reference", "Observation", "Recommendation", "What was done")
DOCUMENT = "SEC Appendix D ‘A policy (test)’"
_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'
)
MERGED, COVERED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def across(words: str, columns: int = len(HEAD)) -> str:
    """A row of one cell over all columns."""
    return row(cell(words, properties=f'<w:gridSpan w:val="{columns}"/>'))


def heading(words: str, level: int = 1) -> str:
    """A heading by its style."""
    return paragraph(words, properties=f'<w:pStyle w:val="Heading{level}"/>')


def found(number: str, done: str = "Drafted", text: str = "What was found (test).", reference: str = "8.3.4") -> str:
    """A row that says everything."""
    return row(number, reference, text, "Mend it (test).", done)


def annex(*blocks: str) -> bytes:
    """A Word file of these blocks, with the styles of headings."""
    return word_file(*blocks, related={"styles": _STYLES})


def annex_of(*rows: str) -> bytes:
    """A Word file of one table for Appendix D, headed as usual."""
    return annex(heading(DOCUMENT), table(row(*HEAD), *rows))
