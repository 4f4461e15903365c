"""The front door: what waits for me, what is open, what was decided, and the SECAS desk's week."""

from voting.queries.home.desk import Desk, desk
from voting.queries.home.front import FrontPage, OpenConsultation, RecentDecision, front_page
from voting.queries.home.waiting import Waiting, What, waiting_for

__all__ = [
    "Desk",
    "FrontPage",
    "OpenConsultation",
    "RecentDecision",
    "Waiting",
    "What",
    "desk",
    "front_page",
    "waiting_for",
]
