"""What `voting demo` prints: the address, and whom one may sign in as to see what."""

from dataclasses import dataclass

from voting.demo.content import read
from voting.demo.register import PASSWORD

# Who shows what: a person of the content for each way of using the product.
TO_SEE = (
    ("imran-qureshi", "SECAS analyst: the desk, consultations, replies, reports, legal text"),
    ("catriona-muir", "SECAS approver: opens, confirms and publishes what others prepared"),
    ("bethan-prosser", "SECAS administrator and analyst: organisations, people, seats, rule sets"),
    ("rebecca-lindqvist", "drafting for Ashmoor Energy in the open consultation on MP901"),
    ("martin-scholes", "signatory of Thornbeck Energy: answers, receipts, replies"),
    ("penelope-asante", "Proposer of MP902: replies to confirm"),
    ("abigail-ferreira", "Change Board member who has still to vote on MP903"),
    ("kwabena-mensah", "alternate on the Change Board for the vote on MP903"),
    ("wendy-arkwright", "chair of the Change Board"),
)


@dataclass(frozen=True, slots=True)
class Guide:
    """Whom one may sign in as: (address, what they show)."""

    people: tuple[tuple[str, str], ...]

    def text(self, address: str) -> str:
        """What is printed on the terminal."""
        width = max(len(email) for email, _ in self.people)
        lines = [f"  {email:<{width}}  {shows}" for email, shows in self.people]
        return "\n".join(
            (
                "",
                f"The demonstration is at {address}",
                "Organisations, people, votes and comments in it are invented.",
                "",
                f'Sign in with the password "{PASSWORD}" as:',
                *lines,
                "",
                "Stop it with Ctrl+C.",
            )
        )


def guide() -> Guide:
    """The guide to the demonstration."""
    emails = {row["key"]: row["email"] for row in read("people.toml")["person"]}
    return Guide(tuple((emails[key], shows) for key, shows in TO_SEE))
