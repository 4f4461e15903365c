"""The words that people read for the enums of people."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.people import OrganisationKind, PartyCategory, Role

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    OrganisationKind: {
        OrganisationKind.PARTY: "Party",
        OrganisationKind.DCC: "DCC",
        OrganisationKind.CONSUMER_BODY: "consumer body",
        OrganisationKind.AUTHORITY: "the Authority",
        OrganisationKind.SUB_COMMITTEE: "Sub-Committee",
        OrganisationKind.CODE_ADMINISTRATOR: "code administrator",
        OrganisationKind.OTHER: "other",
    },
    PartyCategory: {
        PartyCategory.LARGE_SUPPLIERS: "Large Suppliers",
        PartyCategory.SMALL_SUPPLIERS: "Small Suppliers",
        PartyCategory.ELECTRICITY_NETWORKS: "Electricity Networks",
        PartyCategory.GAS_NETWORKS: "Gas Networks",
        PartyCategory.OTHER_SEC_PARTIES: "Other SEC Parties",
    },
    Role: {
        Role.ADMINISTRATOR: "SECAS administrator",
        Role.SECAS_ANALYST: "SECAS analyst",
        Role.SECAS_APPROVER: "SECAS approver",
        Role.PARTY_CONTRIBUTOR: "contributor",
        Role.PARTY_REVIEWER: "reviewer",
        Role.PARTY_SIGNATORY: "signatory",
        Role.PANEL_MEMBER: "Panel member",
        Role.CHANGE_SUB_COMMITTEE_MEMBER: "Change Sub-Committee member",
        Role.ATTENDEE: "attendee",
        Role.AUDITOR: "auditor",
    },
}
