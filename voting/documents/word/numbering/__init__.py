"""Word's automatic numbers: what a paragraph says of its number in each view, and the number that Word shows for it.

`Styles.of(package)` and `Numbering.of(package, styles)` are made once a file; `numbering.counter()` once a view;
`number_properties(p_pr)` gives what a paragraph says as is and to be, and `counter.number(properties)` counts it.
"""

from voting.documents.word.numbering.counting import Number, NumberCounter, Numbering, NumberPlace
from voting.documents.word.numbering.fields import ListField, is_list_field
from voting.documents.word.numbering.formats import format_number
from voting.documents.word.numbering.properties import NOTHING_SAID, NumberProperties, number_properties

__all__ = [
    "NOTHING_SAID",
    "ListField",
    "Number",
    "NumberCounter",
    "NumberPlace",
    "NumberProperties",
    "Numbering",
    "format_number",
    "is_list_field",
    "number_properties",
]
