"""What stands where an entity could: gaps of forms, placeholders, and words that name nobody."""

from __future__ import annotations

from models.training.generate.values.maker import Maker

__all__ = ["blank"]

_ANY = "____ [...] ... N/A - tbd TBD xxx XXXX <{}> [{}] %{}% ${} (redacted) n/a unknown none REDACTED"
_NAMES = {
    "PERSON": "name full_name NAME employee CustomerName",
    "ORGANIZATION": "company employer ORG vendor",
    "LOCATION": "city country place CITY",
    "ADDRESS": "address street ADDRESS",
    "ZIP_CODE": "zip postcode",
    "DATE": "date DD/MM/YYYY day",
    "DATE_OF_BIRTH": "dob date_of_birth",
    "AGE": "age",
    "MEDICAL": "diagnosis condition",
    "MONEY": "amount price",
    "ID_NUMBER": "id number reference",
    "USERNAME": "user login USER",
    "PASSWORD": "password PASSWORD",
    "IDENTIFIER": "phone email value",
}
_WORDS = {
    "PERSON": "the_customer the_patient the_manager somebody the_employee our_colleague the_user the_tenant she they everyone the_Borrower the_applicant one_of_us",
    "ORGANIZATION": "the_company the_agency the_vendor our_bank the_team the_court the_supplier a_competitor the_hospital",
    "LOCATION": "here abroad our_office the_region downtown home the_warehouse on_site",
    "ADDRESS": "the_usual_address our_premises the_front_desk the_address_on_file",
    "DATE": "soon in_due_course later at_any_time once_approved immediately sometimes",
    "MEDICAL": "a_condition well healthy the_treatment no_problems nothing_special",
    "MONEY": "the_fee the_full_amount a_deposit nothing the_price",
    "AGE": "adult minor of_age",
    "ID_NUMBER": "the_number your_reference the_case it",
    "USERNAME": "admin root the_account guest",
    "PASSWORD": "******** changeme your_password hidden",
}


def blank(maker: Maker, entity: str) -> str:
    """Something that is not the entity."""
    if entity in _WORDS and maker.chance(0.6):
        return maker.word(_WORDS[entity])
    return maker.pick(_ANY.split()).replace("{}", maker.word(_NAMES[entity]))
