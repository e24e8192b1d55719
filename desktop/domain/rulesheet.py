"""A year's rules as data: ceilings, shares, mandatory activities, each with its article and how sure we are of it.

A rule sheet is TOML text (resources/rulesheets/, or one the kelurahan sends). The model is in rulesheet_model, reading
in rulesheet_reader, writing in rulesheet_writer; what changed between two years in rulesheet_diff.
"""

from desktop.domain.rulesheet_model import (
    EVIDENCE_WORDS,
    Above,
    Activity,
    AgeException,
    Articles,
    Cap,
    Deadline,
    Evidence,
    Forbidden,
    FormRule,
    LandRule,
    Level,
    MaintenanceRule,
    Mandatory,
    Mechanism,
    Payment,
    RuleSheet,
    SpjPaper,
    StampDuty,
    Work,
)
from desktop.domain.rulesheet_reader import SheetProblem, line_of, read_rule_sheet, rule_sheet_problems

__all__ = [
    "EVIDENCE_WORDS",
    "Above",
    "Activity",
    "AgeException",
    "Articles",
    "Cap",
    "Deadline",
    "Evidence",
    "Forbidden",
    "FormRule",
    "LandRule",
    "Level",
    "MaintenanceRule",
    "Mandatory",
    "Mechanism",
    "Payment",
    "RuleSheet",
    "SheetProblem",
    "SpjPaper",
    "StampDuty",
    "Work",
    "line_of",
    "read_rule_sheet",
    "rule_sheet_problems",
]
