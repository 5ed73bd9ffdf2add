"""Records of people and things, as tables, JSON, YAML, XML, SQL, logs and lists of fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.training.generate.draft import Draft, Pieces
from models.training.generate.values import Maker, value

__all__ = ["FORMATS", "KINDS", "write_records"]

_Table = tuple[list[str], list[list[Pieces]]]

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "customers": (
            "customer_support",
            "id:customer_id|customer|CustNo person:name|customer_name|Full_Name street:address|street|address_line_1 city:city|town zip:zip|postal_code|Postcode country:country phone:phone|tel email:email date:customer_since|created company:company",
        ),
        "orders": (
            "customer_support",
            "id:order_id|order_number|order person:ship_to|customer|recipient street:ship_address|shipping_street city:ship_city|city zip:ship_postal_code|zip country:ship_country date:order_date|shipped money:total|freight|amount gadget:item|product count:quantity sku:sku",
        ),
        "profiles": (
            "customer_support",
            "id:id|user_id handle:username|user_name email:email first:first_name last:last_name gender:gender age:age segment:persona|segment|interests level:loyalty_tier|discount street:addresses|address_1 city:city zip:zipcode region:state flag:newsletter|has_account count:order_count",
        ),
        "subscriptions": (
            "customer_support",
            "sku:customer_id gender:gender flag:senior_citizen|partner flag:phone_service|multiple_lines segment:plan|contract count:tenure_months money:monthly_charges money:total_charges flag:paperless_billing flag:churn",
        ),
        "tickets": (
            "customer_support",
            "id:ticket|case_id person:requester|opened_by email:email date:opened|created gadget:product company:account handle:agent duration:waiting",
        ),
        "bookings": (
            "customer_support",
            "id:booking|pnr|confirmation register:passenger|guest city:from|departure city:to|arrival date:date money:fare phone:contact",
        ),
        "shipments": (
            "customer_support",
            "id:tracking_no|awb|parcel person:consignee|recipient|to company:carrier|shipper street:delivery_address|street zip:postcode|zip city:destination|city city:last_scan date:eta|shipped_on clock:time money:declared_value|cod number:pieces",
        ),
        "reservations": (
            "customer_support",
            "id:reservation|locator register:guest_name|lead_passenger number:guests|adults date:check_in|arrival date:check_out|departure number:room|nights money:rate|deposit phone:mobile email:mail country:nationality flag:breakfast",
        ),
        "callers": (
            "customer_support",
            "date:called|date clock:time first:caller last:surname phone:number id:account_ref|case gadget:about|product duration:on_hold first:agent level:satisfaction flag:call_back",
        ),
        "employees": (
            "hr",
            "id:employee_id|emp_no|staff_no person:employee|name job:job_title|role team:department money:salary|base_pay date:hire_date|start_date birthday:date_of_birth|dob initialed:manager city:office age:age",
        ),
        "staff figures": (
            "hr",
            "count:age level:job_satisfaction|job_level team:department job:job_role gender:gender flag:over_time|attrition count:years_at_company|years_since_promotion money:monthly_income|hourly_rate level:performance_rating|education count:distance_from_home segment:marital_status|business_travel",
        ),
        "payroll": (
            "hr",
            "person:employee nid:tax_id|ssn account:iban|account money:gross money:net money:bonus month:period",
        ),
        "applicants": (
            "hr",
            "register:candidate job:position age:age city:location email:email employer:current_employer money:expected_salary date:available",
        ),
        "patients": (
            "medical",
            "id:mrn|patient_id person:patient|name birthday:dob|birth_date age:age disease:diagnosis|condition|problem drug:medication symptom:complaint date:admitted|visit titled:physician hospital:facility vital:bp",
        ),
        "events": (
            "medical",
            "initialed:patient age:age drug:drug effect:reaction|adverse_event date:onset disease:indication",
        ),
        "ledger": (
            "financial",
            "date:date|booked company:payee|counterparty money:amount|debit|credit account:account id:reference|invoice money:balance bank:bank",
        ),
        "holdings": ("financial", "ticker:security|symbol count:units money:market_value money:cost date:as_of"),
        "matters": (
            "legal",
            "id:case_no|docket court:court last:plaintiff company:defendant date:filed date:hearing titled:counsel|judge",
        ),
        "contracts": (
            "legal",
            "id:contract company:party role:role date:effective date:expires money:value region:governing_law",
        ),
        "logins": (
            "credentials",
            "service:system|host handle:user|username|login password:password|pwd key:api_key|token date:last_changed",
        ),
        "rota": ("internal_comm", "day:day first:early first:late person:on_call team:team clock:handover"),
        "actions": ("internal_comm", "first:owner date:due project:project meeting:raised_in team:team"),
        "catalogue": ("general", "sku:sku|article gadget:product count:stock version:size product:compatible_with"),
        "places": ("general", "city:city country:country count:population|area"),
        "machines": ("general", "service:service version:version count:cpu|replicas sku:instance clock:started"),
    }
)
"""Records: their category, and their fields as `slot:name|other_name`."""


def _named(name: str, style: int) -> str:
    words = name.lower().split("_")
    if style == 0:
        return "_".join(words)
    if style == 1:
        return words[0] + "".join(word.capitalize() for word in words[1:])
    return " ".join(words).capitalize() if style == 2 else " ".join(word.capitalize() for word in words)


def _table(kind: str, maker: Maker) -> _Table:
    fields = [field.split(":") for field in KINDS[kind][1].split()]
    if len(fields) > 4 and maker.chance(0.6):
        fields = [field for field in fields if maker.chance(0.75)] or fields
    if maker.chance(0.3):
        maker.rng.shuffle(fields)
    style = maker.rng.randint(0, 3)
    names = [_named(maker.pick(names.split("|")), style) for _, names in fields]
    rows = [[value(slot, maker) for slot, _ in fields] for _ in range(maker.rng.randint(1, 8))]
    return names, rows


def _separated(separator: str) -> Callable[[_Table, Maker], Draft]:
    def write(table: _Table, maker: Maker) -> Draft:
        names, rows = table
        draft = Draft()
        if maker.chance(0.9):
            draft.add(separator.join(names) + "\n")
        for row in rows:
            for index, cell in enumerate(row):
                text = "".join(part for part, _ in cell)
                quote = '"' if separator in text or '"' in text or "\n" in text else ""
                draft.add((separator if index else "") + quote).add_all(cell).add(quote)
            draft.add("\n")
        return draft

    return write


def _markdown(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    bar = maker.pick(("| ", "|"))
    draft = Draft().add(bar + f" {bar}".join(names) + " |\n" + "|---" * len(names) + "|\n")
    for row in rows:
        for cell in row:
            draft.add(bar).add_all(cell).add(" ")
        draft.add("|\n")
    return draft


def _aligned(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    texts = [["".join(part for part, _ in cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(len, column)) + maker.rng.randint(2, 4) for column in zip(names, *texts, strict=True)]
    draft = Draft().add("".join(name.ljust(width) for name, width in zip(names, widths, strict=True)) + "\n")
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            draft.add_all(cell).add(" " * max(2, width - sum(len(part) for part, _ in cell)))
        draft.add("\n")
    return draft


def _json(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    indent = maker.pick(("\n  ", "\n    ", " ", ""))
    close = indent.rstrip(" ") if indent.startswith("\n") else indent
    draft = Draft().add("[" if len(rows) > 1 else "")
    for number, row in enumerate(rows):
        draft.add(", " if number else "").add("{")
        for index, (name, cell) in enumerate(zip(names, row, strict=True)):
            draft.add(("," if index else "") + indent + json.dumps(name, ensure_ascii=False) + ': "')
            for part, entity in cell:
                draft.add(json.dumps(part, ensure_ascii=False)[1:-1], entity)
            draft.add('"')
        draft.add(close + "}")
    return draft.add("]" if len(rows) > 1 else "")


def _fields(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    between = maker.pick((": ", ":\n", " = ", ":\t", " - ", ": ", " .... "))
    bullet = maker.pick(("", "", "- ", "* ", "> "))
    draft = Draft()
    for row in rows[: maker.rng.randint(1, 3)]:
        for name, cell in zip(names, row, strict=True):
            draft.add(bullet + name + between).add_all(cell).add("\n")
        draft.add(maker.pick(("\n", "\n", "---\n")))
    return draft


def _yaml(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    quote = maker.pick(("", "", '"', "'"))
    draft = Draft().add(maker.pick(("", "items:\n", "records:\n")))
    for row in rows:
        for index, (name, cell) in enumerate(zip(names, row, strict=True)):
            draft.add(("  " if index else "- ") + name.replace(" ", "_") + ": " + quote).add_all(cell).add(quote + "\n")
    return draft


def _xml(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    record = maker.pick(("row", "record", "item", "entry"))
    draft = Draft().add(f"<{record}s>\n")
    for row in rows:
        draft.add(f"  <{record}>\n")
        for name, cell in zip(names, row, strict=True):
            tag = name.replace(" ", "")
            draft.add(f"    <{tag}>").add_all(cell).add(f"</{tag}>\n")
        draft.add(f"  </{record}>\n")
    return draft.add(f"</{record}s>\n")


def _sql(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    columns = ", ".join(name.replace(" ", "_") for name in names)
    draft = Draft().add(f"INSERT INTO {maker.word('records t_main people import_2024 stage')} ({columns}) VALUES\n")
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            draft.add(", '" if index else "('").add_all(cell).add("'")
        draft.add(");\n" if number == len(rows) - 1 else "),\n")
    return draft


def _log(table: _Table, maker: Maker) -> Draft:
    names, rows = table
    draft = Draft()
    for row in rows:
        hour, minute = maker.rng.randint(0, 23), maker.rng.randint(0, 59)
        day = f"{maker.rng.randint(2015, 2030)}-{maker.rng.randint(1, 12):02}-{maker.rng.randint(1, 28):02}"
        draft.add("0000-00-00" if maker.is_blank else day, None if maker.is_blank else "DATE")
        draft.add(f"T{hour:02}:{minute:02}:09Z {maker.pick(('INFO', 'DEBUG', 'WARN'))} saved")
        for name, cell in zip(names, row, strict=True):
            draft.add(f" {name.replace(' ', '_').lower()}=").add_all(cell)
        draft.add("\n")
    return draft


FORMATS: Mapping[str, Callable[[_Table, Maker], Draft]] = MappingProxyType(
    {
        "csv": _separated(","),
        "semicolons": _separated(";"),
        "tsv": _separated("\t"),
        "bars": _separated(" | "),
        "markdown": _markdown,
        "aligned": _aligned,
        "json": _json,
        "fields": _fields,
        "yaml": _yaml,
        "xml": _xml,
        "sql": _sql,
        "log": _log,
    }
)


def write_records(kind: str, layout: str, maker: Maker) -> Draft:
    """Write some records of a kind in a format."""
    return FORMATS[layout](_table(kind, maker), maker)
