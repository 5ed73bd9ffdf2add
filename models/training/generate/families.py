"""Families of documents. What is made of one template is one family, and whole families are kept out of training.

Every fifth template of a subject belongs to validation, and so does every fifth sentence of those that long texts are
put together from: validation shows whether something was learned, or just the templates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.training.generate.draft import Draft
from models.training.generate.layouts import (
    asking,
    care,
    careers,
    clinic,
    code,
    contacts,
    details,
    figures,
    filings,
    general,
    internal,
    law,
    money,
    office,
    people,
    press,
    statutes,
    support,
)
from models.training.generate.records import FORMATS, KINDS, write_records
from models.training.generate.templates import fill
from models.training.generate.values import Maker

__all__ = ["FAMILIES", "Family"]

_EVERY = 5
_HELD_OUT_FORMATS = frozenset({"semicolons", "xml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Documents that are alike.

    Attributes:
        name: subject and number.
        category: what kind of document they are; None for what occurs in any kind.
        is_held_out: whether they are for validation only.
        make: writes one.
        weight: how often it is made, beside others of the same category.
    """

    name: str
    category: str | None
    is_held_out: bool
    make: Callable[[Maker], Draft]
    weight: float = 1.0


def _from_templates(name: str, category: str | None, templates: Sequence[str], weight: float = 1.0) -> list[Family]:
    def maker_of(template: str) -> Callable[[Maker], Draft]:
        return lambda maker: fill(template, maker)

    return [
        Family(
            name=f"{name}/{number:02}",
            category=category,
            is_held_out=number % _EVERY == 0,
            make=maker_of(template),
            weight=weight,
        )
        for number, template in enumerate(templates)
    ]


def _composed(
    name: str,
    category: str | None,
    sentences: Sequence[str],
    *,
    openings: Sequence[str] = ("",),
    closings: Sequence[str] = ("",),
    between: Sequence[str] = (" ", " ", "\n", "\n\n"),
    weight: float = 6.0,
) -> list[Family]:
    def maker_of(pool: Sequence[str]) -> Callable[[Maker], Draft]:
        def make(maker: Maker) -> Draft:
            count = min(len(pool), maker.rng.choices((1, 2, 3, 4, 5, 7, 10), weights=(4, 4, 4, 3, 3, 2, 1))[0])
            separator = maker.pick(between)
            body = separator.join(maker.rng.sample(list(pool), count))
            return fill(maker.pick(openings) + body + maker.pick(closings), maker)

        return make

    held_out = [sentence for number, sentence in enumerate(sentences) if number % _EVERY == 0]
    trained = [sentence for number, sentence in enumerate(sentences) if number % _EVERY]
    return [
        Family(name=f"{name}/composed", category=category, is_held_out=False, make=maker_of(trained), weight=weight),
        Family(
            name=f"{name}/composed unseen", category=category, is_held_out=True, make=maker_of(held_out), weight=weight
        ),
    ]


def _records() -> list[Family]:
    def maker_of(kind: str, layout: str) -> Callable[[Maker], Draft]:
        return lambda maker: write_records(kind, layout, maker)

    return [
        Family(
            name=f"records/{kind}/{layout}",
            category=category,
            is_held_out=layout in _HELD_OUT_FORMATS,
            make=maker_of(kind, layout),
            weight=0.35,
        )
        for kind, (category, _) in KINDS.items()
        for layout in FORMATS
    ]


_LINES = ("\n",)

FAMILIES: tuple[Family, ...] = (
    *_from_templates("internal", "internal_comm", internal.TEMPLATES),
    *_composed(
        "internal mail",
        "internal_comm",
        internal.MAIL_SENTENCES,
        openings=internal.MAIL_OPENINGS,
        closings=internal.MAIL_CLOSINGS,
        weight=10,
    ),
    *_composed("internal chat", "internal_comm", internal.CHAT_LINES, between=_LINES, weight=3),
    *_composed(
        "minutes",
        "internal_comm",
        internal.MINUTES_LINES,
        openings=(
            "# {meeting}, {date}\n\n",
            "Notes {date}\n",
            "{team} {meeting}\nPresent: {first}, {first}, {person}\n\n",
        ),
        between=_LINES,
        weight=3,
    ),
    *_composed(
        "technical minutes",
        "internal_comm",
        filings.TECHNICAL_MINUTES,
        openings=("# {meeting} {date}\n\n", "", "{team} meeting {date}\n"),
        between=_LINES,
        weight=4,
    ),
    *_composed("directive", "internal_comm", filings.DIRECTIVE_SENTENCES, weight=5),
    *_from_templates("support", "customer_support", support.TEMPLATES),
    *_composed(
        "support mail",
        "customer_support",
        support.MAIL_SENTENCES,
        openings=support.MAIL_OPENINGS,
        closings=support.MAIL_CLOSINGS,
    ),
    *_composed("support chat", "customer_support", support.CUSTOMER_LINES + support.AGENT_LINES, between=_LINES),
    *_composed("customer's side", "customer_support", support.BARE_LINES, between=_LINES, weight=4),
    *_from_templates("people", "hr", people.TEMPLATES),
    *_composed("review", "hr", people.REVIEW_SENTENCES),
    *_composed(
        "resume",
        "hr",
        filings.RESUME_LINES,
        openings=("", "{person}\n{email}\n\n", "Resume\n"),
        between=("\n", "\n", "\n\n", " "),
        weight=5,
    ),
    *_from_templates("careers", "hr", careers.TEMPLATES),
    *_composed(
        "cv",
        "hr",
        careers.CV_LINES,
        openings=careers.CV_OPENINGS,
        closings=careers.CV_CLOSINGS,
        between=("\n", "\n", "\n\n", " "),
        weight=14,
    ),
    *_composed("cover letter", "hr", careers.LETTER_SENTENCES, between=(" ", " ", "\n\n"), weight=6),
    *_composed("posting", "hr", careers.POSTING_LINES, between=("\n", "\n\n"), weight=7),
    *_composed("handbook", "hr", careers.HANDBOOK_SENTENCES, openings=careers.HANDBOOK_HEADS, weight=10),
    *_composed("appraisal", "hr", careers.APPRAISAL_SENTENCES, between=(" ", " ", "\n", "\n- "), weight=8),
    *_composed("staff mail", "hr", careers.MAIL_SENTENCES, between=(" ", "\n\n", "\n"), weight=8),
    *_composed("profile", "hr", careers.PROFILE_SENTENCES, weight=8),
    *_from_templates("money", "financial", money.TEMPLATES),
    *_composed("filing", "financial", filings.FILING_SENTENCES, weight=8),
    *_composed("report", "financial", money.REPORT_SENTENCES, weight=8),
    *_from_templates("figures", "financial", figures.TEMPLATES),
    *_composed("results", "financial", figures.RESULT_SENTENCES, weight=10),
    *_composed("risk factors", "financial", figures.RISK_SENTENCES, between=(" ", "\n\n", "\n• "), weight=6),
    *_composed("notes to accounts", "financial", figures.NOTE_SENTENCES, weight=8),
    *_composed("earnings call", "financial", figures.CALL_LINES, between=("\n", "\n", "\n\n"), weight=6),
    *_composed("board figures", "financial", figures.BOARD_SENTENCES, weight=8),
    *_composed(
        "statement", "financial", figures.STATEMENT_ROWS, openings=figures.STATEMENT_HEADS, between=_LINES, weight=10
    ),
    *_composed(
        "table question",
        "financial",
        figures.QUESTIONS,
        openings=tuple(f"{table}\n\n" for table in figures.TABLES),
        between=("\n", "\n", " "),
        weight=8,
    ),
    *_composed("account lines", "financial", figures.ACCOUNT_LINES, between=_LINES, weight=5),
    *_composed("commentary", "financial", figures.COMMENTARY_SENTENCES, weight=8),
    *_from_templates("law", "legal", law.TEMPLATES),
    *_composed("contract", "legal", law.CONTRACT_SENTENCES, weight=3),
    *_composed("judgment", "legal", law.JUDGMENT_SENTENCES, weight=5),
    *_composed("site policy", "legal", law.POLICY_SENTENCES, weight=4),
    *_from_templates("statutes", "legal", statutes.TEMPLATES, weight=0.7),
    *_composed("clauses", "legal", statutes.CLAUSES, openings=("", "", *statutes.OPENINGS), weight=6),
    *_composed("opinion", "legal", statutes.OPINION_SENTENCES, weight=8),
    *_composed("pleading", "legal", statutes.PLEADING_LINES, between=("\n", "\n\n"), weight=4),
    *_composed("ordinance", "legal", statutes.ORDINANCE_LINES, between=("\n", "\n\n", " "), weight=5),
    *_composed("legal notice", "legal", statutes.NOTICE_SENTENCES, weight=5),
    *_from_templates("clinic", "medical", clinic.TEMPLATES),
    *_composed("note", "medical", clinic.NOTE_SENTENCES, weight=8),
    *_composed("dialog", "medical", clinic.DIALOG_LINES, between=_LINES, weight=3),
    *_from_templates("care", "medical", care.TEMPLATES, weight=0.7),
    *_composed("findings", "medical", care.FINDINGS, openings=("", "", *care.HEADINGS), weight=5),
    *_composed("ward", "medical", care.WARD_LINES, between=("\n", "\n", " "), weight=5),
    *_composed("visit", "medical", care.VISIT_LINES, between=_LINES, weight=6),
    *_composed("drug review", "medical", care.PATIENT_LINES, between=(" ", " ", "\n"), weight=8),
    *_composed("safety report", "medical", care.REPORT_LINES, weight=8),
    *_composed("abstract", "medical", care.SCIENCE_SENTENCES, openings=("", "", *care.TITLES), weight=8),
    *_from_templates("prompt", "general", general.PROMPTS, weight=0.8),
    *_from_templates("coding question", "general", general.CODING_QUESTIONS),
    *_from_templates("general", "general", general.TEMPLATES),
    *_composed("news", "general", general.NEWS_SENTENCES, weight=16),
    *_from_templates("code", "source_code", code.CODE_TEMPLATES),
    *_from_templates("credentials", "credentials", code.CREDENTIAL_TEMPLATES),
    *_composed("configuration", "credentials", code.CREDENTIAL_LINES, between=_LINES),
    *_from_templates("asked exam", "general", asking.EXAMS, weight=0.7),
    *_from_templates("asked task", "general", asking.TASKS, weight=0.6),
    *_from_templates("asked about code", "general", asking.CODING, weight=0.6),
    *_from_templates("asked briefly", "general", asking.PROMPTS, weight=0.35),
    *_composed("asked aloud", "general", asking.VOICE, between=_LINES, weight=4),
    *_composed(
        "sentences to sort",
        "general",
        asking.SENTENCES,
        openings=(
            "",
            "Positive, negative or neutral?\n\n",
            "Classify each sentence as fact or opinion.\n\n",
            "Which of these is not grammatical? Explain.\n\n",
            "Translate into [[English|German|Japanese|Hindi]]:\n",
            "Text: ",
        ),
        closings=("", "", "\n\nLabel:", "\n\nAnswer with one word per line."),
        between=("\n", "\n- ", " ", "\n\n"),
        weight=4,
    ),
    *_from_templates("office", "internal_comm", office.INTERNAL, weight=0.8),
    *_composed(
        "office brief",
        "internal_comm",
        office.BRIEFS,
        openings=(
            "",
            "{team} {meeting}\n",
            "MINUTES, {date}\nPresent: {initialed}, {initialed}, {first}\n\n",
            "Notes from the call with {first}\n\n",
        ),
        closings=("", "\n\nMinutes: {initialed}", "\n\nThe meeting was adjourned at {clock}."),
        between=("\n", "\n", "\n\n"),
        weight=4,
    ),
    *_composed("office banter", "internal_comm", office.BANTER, between=_LINES, weight=4),
    *_from_templates("service", "customer_support", office.SUPPORT),
    *_from_templates("typed by a customer", "customer_support", office.TYPED, weight=0.6),
    *_from_templates("secrets", "credentials", office.SECRETS, weight=0.7),
    *_composed("settings", "credentials", office.SETTINGS, between=_LINES),
    *_from_templates("harmless", "source_code", office.HARMLESS, weight=0.5),
    *_from_templates("details", None, details.TEMPLATES),
    *_composed("details", None, details.SENTENCES, weight=12),
    *_from_templates("press", "general", press.TEMPLATES, weight=0.7),
    *_composed("match report", "general", press.SPORT, between=(" ", " ", "\n\n", "\n"), weight=7),
    *_composed(
        "score table",
        "general",
        press.SCORES,
        openings=(
            "",
            "",
            "RESULTS\n",
            "{shout} WINS IN {dateline}\n\n",
            "{dateline}, {date} ({wire}) - Results on {day}:\n",
        ),
        between=_LINES,
        weight=6,
    ),
    *_composed("headlines", "general", press.HEADLINES, between=("\n", "\n- ", "\n\n"), weight=5),
    *_composed("agency report", "general", press.WIRE, between=(" ", " ", "\n", "\n\n"), weight=10),
    *_composed("lives and lands", "general", press.LIVES, weight=8),
    *_composed("posts", "general", press.POSTS, between=("\n", "\n", "\n\n"), weight=5),
    *_from_templates("contacts", None, contacts.TEMPLATES, weight=0.4),
    *_composed("where", None, contacts.WHERE, weight=5),
    *_composed("when", None, contacts.DATED, weight=4),
    *_composed("which number", None, contacts.NUMBERED, weight=5),
    *_composed("logins and sums", None, contacts.SECRETS, between=(" ", "\n", "\n\n"), weight=3),
    *_composed(
        "filled fields",
        None,
        contacts.FIELDS,
        openings=("", "", "FORM {id}\n", "Registration\n\n", "{company}\n"),
        between=("\n", "\n", "; ", " | "),
        weight=4,
    ),
    *_records(),
)
