"""The names of Office Open XML that are used here, as lxml spells them: "{namespace}local", in transitional form.

Source: ECMA-376 parts 1 and 4; [MS-DOCX] for the extensions of later versions of Word.
"""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W16DU = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

VAL = W + "val"
AUTHOR = W + "author"
DATE = W + "date"
DATE_UTC = W16DU + "dateUtc"
