"""Numbers that name something: cases, bookings, accounts, phones; amounts of money; and numbers that name nothing."""

from __future__ import annotations

from collections.abc import Callable

from models.training.generate.draft import Pieces, mark, plain
from models.training.generate.values.maker import Maker
from models.training.generate.values.people import login

__all__ = [
    "account",
    "amount",
    "book_sum",
    "count",
    "docket",
    "email",
    "fee",
    "figure",
    "id_number",
    "key",
    "money",
    "national_id",
    "number",
    "password",
    "percent",
    "phone",
    "plate",
    "serial",
    "sku",
    "tracking",
    "url",
    "version",
]

_IDS = "######## #####-#### @@-###### @@@-####-#### ####-@@-## CASE-##### #########@ C######## @###### ##/######## INV-####-#### @@#####@ #######-# MRN####### POL-######## **-****** ****** ****-****-**** ########## @@######### ###@### @#@#@# #### @@-####-##### ###-######-## BK-******* CLM/####/##### %%###% @@@### ##.###.### ###_###_### ##_###_### @@/##/##### #/##/## #####_###### ####.##.### @###.### ##-#### @@-@@-#### ####_#### ####_#### @@@_###_### @@_####_@#### ##/##### ####/##_###-#### A-###### %%-#### %%%#### #.##.####.# #####/@@/#### @-##-##-##-#### ############# ############### @@@@-####-@@ *******-*** ********-****-**** W#########"
_DOMAINS = "example.com example.org example.net mail.example test.example"
_CURRENCIES = "$ € £ ¥ CHF_ USD_ EUR_ US$ ₹ R$ kr_ zł_ A$ INR_"
_WORDS = "river copper dragon Sunny winter Purple monkey coffee tiger Falcon autumn guitar Berlin pepper shadow hunter letmein qwerty liverpool princess Sommer juventus azerty soleil butterfly charlie welcome trustno starwars"
_MARKS = "! # $ @ % & * ?"


def id_number(maker: Maker) -> Pieces:
    """The number of a case, claim, booking, policy, customer, patient, invoice, licence plate."""
    return mark(maker.form(maker.word(_IDS) if maker.chance(0.6) else _any_form(maker)), "ID_NUMBER")


def _any_form(maker: Maker) -> str:
    """Of one to four groups, as every system has its own."""
    groups = [maker.pick(("#", "#", "#", "@", "*")) * maker.rng.randint(2, 6) for _ in range(maker.rng.randint(1, 3))]
    prefix = maker.pick(("", "", "", "@@", "@", "@@@", "ID", "REF", "ACC", "EMP", "TKT", "ORD", "M", "S"))
    body = maker.pick(("-", "-", "", "/", ".", " ", "_")).join(groups)
    return prefix + (maker.pick(("", "-", "")) if prefix else "") + (body if len(body) > 3 else f"{body}####")


_PLATES = "@@##_@@@ @-@@_#### @@@-#### #@@@### ###_@@@ @@-###-@@ @@@_#@## @@_##_@@_#### ##-@@-## @@#####@ ####_@@@ @##_@@@ @@@-###-@ @@@_#### @_###_@@_## @@@#@##"
_TRACKING = "1Z**************** RR#########@@ JJD################## ####_####_#### @@#########@@ 00############## ####_####_####_####_#### @@@########## 3S@@@@######### ############_## TBA############"
_DOCKETS = "##-cv-##### ####-@@-###### #:##-cr-##### @_###/## @-###/##_@ No._##-### ##_O_####/## ##_@@_###/## ####/#### @@##@##### Civ._No._####_of_#### RG_##/##### ####-####-##-## [####]_@@@@_### D##/####"
_SERIALS = "@##*******## SN*********** *****-*****-***** @@###########@ ##@#@########### *****************  C02@@###@@@@ S/N-########## @@@@######## ####-*****"


def _form_of(forms: str) -> Callable[[Maker], Pieces]:
    return lambda maker: mark(maker.form(maker.word(forms)), "ID_NUMBER")


plate = _form_of(_PLATES)
tracking = _form_of(_TRACKING)
docket = _form_of(_DOCKETS)
serial = _form_of(_SERIALS)


def sku(maker: Maker) -> Pieces:
    """A number of a thing that is sold or built: names no person and no case."""
    return plain(maker.form(maker.pick(("@@-###", "@###", "@@@##-@", "@@####", "@#", "@@@-##", "v##", "PN-#####"))))


def version(maker: Maker) -> Pieces:
    """A version, a ratio, a section, a size: nothing."""
    roll = maker.rng.randint(0, 9)
    return plain(
        maker.pick(
            (
                f"{roll}.{maker.rng.randint(0, 40)}.{maker.rng.randint(0, 9)}",
                f"§ {maker.rng.randint(1, 900)}",
                f"Section {roll}.{maker.rng.randint(1, 30)}",
                f"{roll}:1",
                f"{maker.rng.randint(2, 99)} kB",
                f"RFC {maker.rng.randint(700, 9500)}",
                f"ISO {maker.rng.randint(1000, 29999)}",
                f"HTTP {maker.pick((404, 500, 200, 301))}",
                f"port {maker.rng.randint(1024, 65000)}",
            )
        )
    )


def count(maker: Maker) -> Pieces:
    """How many."""
    return plain(
        maker.pick(
            (
                str(maker.rng.randint(2, 900)),
                f"{maker.rng.randint(1, 99)},{maker.rng.randint(0, 999):03}",
                f"{maker.rng.randint(1, 99)}%",
                f"{maker.rng.randint(1, 99)}.{maker.rng.randint(0, 9)}",
                "two",
                "a dozen",
            )
        )
    )


def figure(maker: Maker) -> Pieces:
    """A number in a column of a statement: without its currency it is no amount of money; losses in brackets."""
    whole, tenth = maker.rng.randint(1, maker.pick((90, 9000, 90000, 9000000))), maker.rng.randint(0, 9)
    return plain(
        maker.pick(
            (
                *(f"{whole:,}", f"{whole:,}", f"{whole:,}", f"({whole:,})", f"({whole:,})", f"{whole:,}.{tenth}"),
                *("—", "-", str(whole), f"-{whole}", f"{whole:,}".replace(",", "."), f"{whole:,}".replace(",", " ")),
            )
        )
    )


def number(maker: Maker) -> Pieces:
    """How many, as a plain number: of notes, slides, people."""
    return plain(str(maker.rng.randint(2, maker.pick((9, 30, 400)))))


def book_sum(maker: Maker) -> Pieces:
    """An amount as statements have it: large, with the sign before it, sometimes apart from it."""
    whole, sign = maker.rng.randint(100, maker.pick((9000, 900000, 90000000))), maker.word("$ $ $ € £ ¥ US$")
    text = maker.pick((f"{whole:,}", f"{whole:,}", f" {whole:,}", f"({whole:,})", f"{whole / 1000:,.1f} million"))
    return mark(sign + text, "MONEY")


def percent(maker: Maker) -> Pieces:
    """A share or a change."""
    whole, tenth = maker.rng.randint(0, 99), maker.rng.randint(0, 9)
    return plain(
        maker.pick((f"{whole}.{tenth}%", f"{whole}%", f"{whole} %", f"{whole}.{tenth} per cent", f"({whole}.{tenth})%"))
    )


def amount(maker: Maker) -> str:
    """A decimal number, as amounts are."""
    whole, cents = maker.rng.randint(3, maker.pick((90, 900, 9000, 250000))), maker.rng.randint(0, 99)
    return maker.pick(
        (
            f"{whole:,}.{cents:02}",
            f"{whole}",
            f"{whole}.{cents:02}",
            f"{whole:,}",
            f"{whole:,}.{cents:02}".translate({44: ".", 46: ","}),
            f"{whole:,}".replace(",", " "),
        )
    )


def money(maker: Maker) -> Pieces:
    """An amount with its currency."""
    text = amount(maker)
    roll = maker.rng.random()
    if roll < 0.6:
        text = maker.word(_CURRENCIES) + text
    elif roll < 0.85:
        text = f"{text} {maker.word('EUR USD dollars euros GBP pounds € CHF kr zł rupees')}"
    else:
        text = f"{maker.word('$ € £')}{maker.rng.randint(1, 99)}.{maker.rng.randint(0, 9)}{maker.pick((' million', 'bn', 'M', 'k', ' billion'))}"
    return mark(text, "MONEY")


_FEES = "a_million_dollars half_a_million_euros ten_pounds 99_cents 50p Rs._{},50,000 Rs_{}_crore {}_lakh_rupees {},5_Millionen_Euro {},2_Mrd._€ CHF_{}'200.– £{}k US${}m NOK_{}50 HK${},000 ₦{},000 R{}50 S${}.50 {}.000_Kč two_hundred_euros {}_pence €{}_million ${}_a_share {}.000,-_€ {}_euros_et_50_centimes {}_million_yen C${}.99 ${}-a-month {}_quid {}k_EUR {}_000_kr ¥{},000 ₹{}00 {}_billion_won AU${}0 MXN_{},300.00 £{},000,000 ${}.5bn RM{}.90 KSh_{},000 {}_mil_euros"


def fee(maker: Maker) -> Pieces:
    """An amount in words, in other currencies, or as news and speech have it."""
    return mark(
        maker.word(_FEES).format(maker.rng.randint(2, 90)).removesuffix("-a-month").removesuffix(" a share"), "MONEY"
    )


def phone(maker: Maker) -> Pieces:
    """A telephone number."""
    return mark(
        maker.form(
            maker.pick(
                (
                    "+1 (###) 555-01##",
                    "###-555-01##",
                    "(###) 555-01##",
                    "+44 20 7946 0###",
                    "+49 30 #######",
                    "0### ######",
                    "+33 1 ## ## ## ##",
                    "+91 ##### #####",
                    "##########",
                    "+## ### ### ####",
                    "555-01##",
                )
            )
        ),
        "IDENTIFIER",
    )


def email(maker: Maker) -> Pieces:
    """An e-mail address."""
    return mark(f"{login(maker)}@{maker.word(_DOMAINS)}", "IDENTIFIER")


def url(maker: Maker) -> Pieces:
    """A link without anything secret: no entity."""
    return plain(
        f"https://{maker.word('www. docs. portal. wiki.')}{maker.word(_DOMAINS)}/{maker.word('help tickets pricing team blog')}/{maker.rng.randint(1, 9999)}"
    )


def national_id(maker: Maker) -> Pieces:
    """A national id, passport, licence or card, by its form alone."""
    return mark(
        maker.form(
            maker.pick(
                (
                    "###-##-####",
                    "#########",
                    "## ## ## ###",
                    "@@ ## ## ## @",
                    "########@",
                    "@########",
                    "#### #### #### ####",
                    "######-####",
                    "###.###.###-##",
                    "### ### ###",
                )
            )
        ),
        "IDENTIFIER",
    )


def account(maker: Maker) -> Pieces:
    """An account of a bank, or an IBAN."""
    return mark(
        maker.form(
            maker.pick(
                (
                    "##########",
                    "########",
                    "@@## #### #### #### #### ##",
                    "@@####################",
                    "##-##-## ########",
                    "############",
                )
            )
        ),
        "IDENTIFIER",
    )


def key(maker: Maker) -> Pieces:
    """An access key or token, which recognizers know better."""
    token = "".join(
        maker.rng.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=maker.pick((20, 24, 32, 40)))
    )
    return mark(maker.pick(("", "", "tok_", "key-", "ghx_", "sk_")) + token, "IDENTIFIER")


def password(maker: Maker) -> Pieces:
    """A password as people make them."""
    word, other, number = maker.word(_WORDS), maker.word(_WORDS), maker.rng.randint(1, 2030)
    sign = maker.word(_MARKS)
    return mark(
        maker.pick(
            (
                *(f"{word}{number}{sign}", f"{word.capitalize()}{sign}{number}", f"{word}-{other}-{number}"),
                *(maker.form("@%%##%@") + sign + maker.form("%#"), f"{word}{other}{number % 100}", f"P4ss{sign}{word}"),
                *(word.replace("e", "3").replace("o", "0") + str(number) + sign, maker.form("%%#%@##%") + sign),
                *(
                    f"{word}_{other}{sign}",
                    f"{word}{number}",
                    f"{word.upper()}{sign}{other}",
                    f"{sign}{word}{other}",
                    maker.form("%%%%-%%%%-%%%%"),
                ),
            )
        ),
        "PASSWORD",
    )
