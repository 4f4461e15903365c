"""Consultations as each reader may see them: the list, the public page, and what SECAS works with."""

from voting.queries.consultations.desk import CategoryReturns, ConsultationDesk, RepliesSoFar, consultation_desk
from voting.queries.consultations.listing import ListedConsultation, OwnState, consultation_list
from voting.queries.consultations.matrix import Matrix, anchor_of, names_matrix, target_order
from voting.queries.consultations.page import AskedQuestion, ConsultationPage, consultation_page, questions_of
from voting.queries.consultations.preparation import Preparation, modification_of_number, preparation, preparation_of
from voting.queries.consultations.published import AnswersPage, answers_page, shown_answers

__all__ = [
    "AnswersPage",
    "AskedQuestion",
    "CategoryReturns",
    "ConsultationDesk",
    "ConsultationPage",
    "ListedConsultation",
    "Matrix",
    "OwnState",
    "Preparation",
    "RepliesSoFar",
    "anchor_of",
    "answers_page",
    "consultation_desk",
    "consultation_list",
    "consultation_page",
    "modification_of_number",
    "names_matrix",
    "preparation",
    "preparation_of",
    "questions_of",
    "shown_answers",
    "target_order",
]
