"""Names that templates have for values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.training.generate.draft import Pieces, plain
from models.training.generate.values import (
    blanks,
    citations,
    health,
    numbers,
    organizations,
    people,
    places,
    things,
    times,
)
from models.training.generate.values.maker import Maker

__all__ = ["SLOTS", "value"]

SLOTS: Mapping[str, Callable[[Maker], Pieces]] = MappingProxyType(
    {
        "person": people.person,
        "first": people.first,
        "last": people.last,
        "titled": people.titled,
        "initialed": people.initialed,
        "register": people.surname_first,
        "handle": people.handle,
        "org": organizations.organization,
        "company": organizations.company,
        "agency": organizations.agency,
        "club": organizations.club,
        "bank": organizations.bank,
        "court": organizations.court,
        "hospital": organizations.hospital,
        "ticker": organizations.ticker,
        "employer": organizations.employer,
        "place": places.place,
        "city": places.city,
        "region": places.region,
        "country": places.country,
        "street": places.street,
        "zip": places.zip_code,
        "address": places.address,
        "lines": places.address_lines,
        "date": times.date,
        "day": times.day,
        "month": times.month_year,
        "year": times.year,
        "duration": times.duration,
        "birthday": times.birthday,
        "age": times.age,
        "clock": times.clock,
        "disease": health.disease,
        "symptom": health.symptom,
        "effect": health.effect,
        "condition": health.condition,
        "drug": health.drug,
        "gene": health.gene,
        "vital": health.vital,
        "complaint": health.complaint,
        "medicine": health.medicine,
        "treatment": health.treatment,
        "exam": health.exam,
        "locus": health.locus,
        "sign": health.sign,
        "ailing": health.ailing,
        "felt": health.felt,
        "ill": health.ill,
        "anatomy": health.anatomy,
        "krankheit": health.abroad("de"),
        "maladie": health.abroad("fr"),
        "enfermedad": health.abroad("es"),
        "malattia": health.abroad("it"),
        "ziekte": health.abroad("nl"),
        "doenca": health.abroad("pt"),
        "citation": citations.citation,
        "section": citations.section,
        "aged": times.years_old,
        "dauer": times.lasting("de"),
        "duree": times.lasting("fr"),
        "plazo": times.lasting("es"),
        "durata": times.lasting("it"),
        "duur": times.lasting("nl"),
        "prazo": times.lasting("pt"),
        "id": numbers.id_number,
        "sku": numbers.sku,
        "version": numbers.version,
        "count": numbers.count,
        "money": numbers.money,
        "phone": numbers.phone,
        "email": numbers.email,
        "url": numbers.url,
        "nid": numbers.national_id,
        "account": numbers.account,
        "key": numbers.key,
        "password": numbers.password,
        "product": things.product,
        "service": things.service,
        "role": things.role,
        "team": things.team,
        "project": things.project,
        "job": things.job,
        "gadget": things.gadget,
        "meeting": things.meeting,
        "topic": things.topic,
        "code": things.code_name,
        "flag": things.flag,
        "level": things.level,
        "gender": things.gender,
        "segment": things.segment,
        "post": things.post,
        "skill": things.skill,
        "degree": things.degree,
        "entry": things.entry,
        "figure": numbers.figure,
        "number": numbers.number,
        "sum": numbers.book_sum,
        "fiscal": times.fiscal_year,
        "term": times.term,
        "percent": numbers.percent,
        "period": times.period,
        "university": organizations.university,
    }
)
"""Slot in a template: what makes its value."""


def value(slot: str, maker: Maker) -> Pieces:
    """Make a value; in a blank form, what stands there instead.

    Raises:
        KeyError: there is no such slot.
    """
    made = SLOTS[slot](maker)
    entities = [entity for _, entity in made if entity is not None]
    return plain(blanks.blank(maker, entities[0])) if maker.is_blank and entities else made
