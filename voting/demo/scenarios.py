"""A long annex for one document of the demonstration: test scenarios of our own, a thousand clauses of them."""

from collections.abc import Iterator

_ROLES = ("Import Supplier", "Gas Supplier", "Network Operator", "Registered Supplier Agent", "Other User")
_SERVICES = (
    ("submit a Certificate Signing Request for an Organisation Certificate", "the response within the time for issue"),
    ("submit a Batched Certificate Signing Request for fifty Devices", "one response for each Device in the batch"),
    ("retrieve a Certificate from the repository by its serial number", "the Certificate or the stated error"),
    ("retrieve the current revocation list", "a list that is signed and not older than permitted"),
    ("request the revocation of a Certificate on the ground of compromise", "the entry in the revocation list"),
    ("present expired credentials to the portal", "a refusal that names the reason and no other detail"),
    ("renew the credentials of an Authorised Responsible Officer", "the old credentials refused thereafter"),
    ("submit a request whose signature does not verify", "a refusal and an entry in the audit log"),
    ("submit the same request twice within a minute", "one result, and the second request answered as a repeat"),
    ("interrupt the connection before the response is complete", "no Certificate issued that cannot be retrieved"),
)
_CONDITIONS = (
    "at the ordinary load",
    "at twice the ordinary load",
    "while the primary data centre is out of service",
    "in the hour in which the clocks change",
)
# A thousand clauses: ten services, each in twenty scenarios of a sentence and four steps.
_FIRST = 6


def scenarios(*, as_proposed: bool) -> str:
    """The annex as pasted text, in force or as proposed: a term is put right throughout and some steps are added."""
    return "\n\n" + "\n\n".join(_clauses(as_proposed))


def _clauses(as_proposed: bool) -> Iterator[str]:
    portal = "SMKI Portal via DCC Gateway Connection" if as_proposed else "SMKI Portal"
    for at, (act, outcome) in enumerate(_SERVICES, _FIRST):
        number = 0
        for condition in _CONDITIONS:
            for role in _ROLES:
                number += 1
                place = f"{at}.{number}"
                yield f"{place} Scenario {place}: {_article(role)} {role} acts {condition}."
                yield f"(a) the tester, acting as {_article(role)} {role}, shall {act};"
                way = portal if number % 5 == 0 else "interface under test"
                yield f"(b) the request shall be made through the {way};"
                yield f"(c) the expected outcome is {outcome}, {condition}; and"
                kept = " and kept for the Test Stage" if as_proposed and number % 10 == 0 else ""
                yield f"(d) the evidence shall be recorded{kept} under the reference TS-{at}-{number:02d}."


def _article(word: str) -> str:
    return "an" if word[0] in "AEIO" else "a"
