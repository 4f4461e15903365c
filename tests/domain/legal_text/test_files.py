"""Which document of the code a file of Annex B is."""

import pytest

from voting.domain.legal_text.files import DocumentGuess, NamedFile, guess_documents

_TITLES = {
    "Section L": "Smart Metering Key Infrastructure and DCC Key Infrastructure",
    "Appendix D": "SMKI Registration Authority Policies and Procedures",
    "Appendix L": "SMKI Recovery Procedure",
    "Appendix M": "SMKI Interface Design Specification",
}


def _guess(name: str, opening: str = "") -> DocumentGuess:
    return guess_documents([NamedFile(name, opening)], _TITLES)[0]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("Appendix D.docx", "Appendix D"),
        ("annex-b/Appendix_AB - v0.2 (redline).docx", "Appendix AB"),
        ("SEC Section L redlined.docx", "Section L"),
        ("App D SMKI RAPP.DOCX", "Appendix D"),
        ("MP171 Annex B - Appendix L - Recovery.docx", "Appendix L"),
        ("Schedule 8 clean.docx", "Schedule 8"),
        ("SEC-Appx.M.docx", "Appendix M"),
    ],
)
def test_a_code_in_the_name_is_certain(name: str, document: str) -> None:
    assert _guess(name) == DocumentGuess(document, is_certain=True)


@pytest.mark.parametrize(
    ("name", "opening", "document"),
    [
        ("SMKI Recovery Procedure v3.docx", "", "Appendix L"),
        ("Redline 4.docx", "APPENDIX D – SMKI Registration Authority Policies and Procedures", "Appendix D"),
        ("final.docx", "SMKI Interface Design Specification 1 Introduction", "Appendix M"),
        ("scan0004.docx", "1 Introduction", ""),
        ("Approved text.docx", "", ""),
        ("Section 5 of something.docx", "", ""),
        ("SMKI.docx", "", ""),
        ("Appendix to the report.docx", "", ""),
    ],
)
def test_a_title_or_the_opening_words_give_a_guess_that_is_not_certain(name: str, opening: str, document: str) -> None:
    assert _guess(name, opening) == DocumentGuess(document, is_certain=False)


def test_a_name_against_its_own_opening_words_is_not_certain() -> None:
    assert _guess("Appendix D.docx", "APPENDIX L: SMKI Recovery Procedure") == DocumentGuess("Appendix D", False)


def test_two_files_that_claim_one_document_are_both_uncertain() -> None:
    files = [NamedFile("Appendix D.docx"), NamedFile("appendix d (2).docx"), NamedFile("Appendix L.docx")]
    assert [guess.is_certain for guess in guess_documents(files, _TITLES)] == [False, False, True]
