"""NATIONAL_ID of Latin America: personal ids, and tax ids where persons have the same kind as companies."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_short_date, weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["LATIN_AMERICA"]


def _is_pis(number: str) -> bool:
    """Brazil, PIS/PASEP/NIS: MOD 11."""
    return (11 - weighted_sum(number, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 % 10 == int(number[-1])


def _is_cns(number: str) -> bool:
    """Brazil, Cartão Nacional de Saúde: MOD 11 over all fifteen digits."""
    return weighted_sum(number, range(15, 0, -1)) % 11 == 0


def _is_uruguayan(number: str) -> bool:
    """Uruguay, cédula de identidad: MOD 10 with weights 2987634."""
    return -weighted_sum(number.rjust(8, "0"), (2, 9, 8, 7, 6, 3, 4)) % 10 == int(number[-1])


def _has_birth_date(number: str) -> bool:
    """Mexico, CURP: four letters, birth date."""
    return is_short_date(number[4:6], number[6:8], number[8:10])


def _is_elector_key(number: str) -> bool:
    """Mexico, clave de elector: six letters, birth date, state, sex."""
    return is_short_date(number[6:8], number[8:10], number[10:12]) and 1 <= int(number[12:14]) <= 88


LATIN_AMERICA: tuple[Recognizer, ...] = (
    country(
        "mx",
        "Mexico",
        words=("curp", "rfc", "clave de elector", "ine", "nss", "imss", "seguro social", "registro federal"),
        schemes=(
            Scheme(
                name="CURP",
                shape="(?i:[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[HMX][A-Z]{5}[A-Z0-9][0-9])",
                checks=("mx.curp",),
                confidence=0.95,
                alone=True,
                unchecked=0.7,
                form=_has_birth_date,
            ),
            Scheme(
                name="clave de elector",
                shape="[A-Z]{6}[0-9]{8}[HM][0-9]{3}",
                checks=(_is_elector_key,),
                confidence=0.7,
                alone=True,
            ),
            Scheme(
                name="RFC of a person",
                shape="[A-Z][AEIOUX][A-Z]{2}[0-9]{6}[A-Z0-9]{2}[0-9A]",
                checks=("mx.rfc",),
                confidence=0.5,
                alone=True,
            ),
            Scheme(
                name="RFC", shape="(?i:[A-Z&]{3,4}[ -]?[0-9]{6}[ -]?[A-Z0-9]{3})", checks=("mx.rfc",), confidence=0.5
            ),
            Scheme(
                name="NSS",
                shape="[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]",
                checks=(is_luhn,),
                confidence=0.5,
            ),
        ),
    ),
    country(
        "br",
        "Brazil",
        words=("cpf", "cadastro de pessoa", "pis", "pasep", "nis", "nit", "cns", "cartão do sus", "cartão nacional"),
        schemes=(
            Scheme(
                name="CPF",
                shape=r"[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2}",
                checks=("br.cpf",),
                confidence=0.9,
                alone=True,
                unchecked=0.5,
            ),
            Scheme(
                name="CPF", shape="[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}[ -]?[0-9]{2}", checks=("br.cpf",), confidence=0.6
            ),
            Scheme(name="PIS", shape=r"[0-9]{3}\.?[0-9]{5}\.?[0-9]{2}-?[0-9]", checks=(_is_pis,), confidence=0.5),
            Scheme(
                name="CNS", shape="[1-2789][0-9]{2} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4}", checks=(_is_cns,), confidence=0.5
            ),
        ),
    ),
    country(
        "ar",
        "Argentina",
        words=("dni", "cuit", "cuil", "documento nacional", "documento"),
        schemes=(
            Scheme(
                name="CUIL",
                shape="(?:20|23|24|25|26|27)-[0-9]{8}-[0-9]",
                checks=("ar.cuit",),
                confidence=0.6,
                alone=True,
            ),
            Scheme(name="CUIT", shape="[0-9]{2}[ -]?[0-9]{8}[ -]?[0-9]", checks=("ar.cuit",), confidence=0.5),
        ),
    ),
    country(
        "cl",
        "Chile",
        words=("rut", "rol unico", "cédula"),
        schemes=(
            Scheme(
                name="RUT",
                shape=r"[0-9]{1,2}\.[0-9]{3}\.[0-9]{3}-[0-9kK]",
                checks=("cl.rut",),
                confidence=0.8,
                alone=True,
                unchecked=0.45,
            ),
            Scheme(name="RUT", shape="[0-9]{7,8}-?[0-9kK]", checks=("cl.rut",), confidence=0.5),
        ),
    ),
    country(
        "co",
        "Colombia",
        words=("nit", "cédula", "ciudadanía", "tarjeta de identidad"),
        schemes=(
            Scheme(name="NIT", shape=r"[0-9]{1,4}\.?[0-9]{3}\.?[0-9]{3}-[0-9]", checks=("co.nit",), confidence=0.5),
        ),
    ),
    country(
        "pe",
        "Peru",
        words=("dni", "cui", "ruc", "documento nacional"),
        schemes=(
            Scheme(name="DNI", shape="[0-9]{8}-?[0-9A-K]", checks=("pe.cui",), confidence=0.5),
            Scheme(name="RUC of a person", shape="1[057][0-9]{9}", checks=("pe.ruc",), confidence=0.5),
        ),
    ),
    country(
        "ec",
        "Ecuador",
        adjective="ecuadorian",
        words=("cédula", "ruc"),
        schemes=(
            Scheme(name="cédula", shape="[0-3][0-9]{8}-?[0-9]", checks=("ec.ci",), confidence=0.5),
            Scheme(name="RUC of a person", shape="[0-3][0-9][0-5][0-9]{7}001", checks=("ec.ruc",), confidence=0.55),
        ),
    ),
    country(
        "uy",
        "Uruguay",
        adjective="uruguayan",
        words=("cédula", "c.i."),
        schemes=(
            Scheme(
                name="cédula",
                shape=r"[1-9]\.[0-9]{3}\.[0-9]{3}-[0-9]",
                checks=(_is_uruguayan,),
                confidence=0.6,
                alone=True,
            ),
            Scheme(name="cédula", shape="[0-9]{6,7}-?[0-9]", checks=(_is_uruguayan,), confidence=0.45),
        ),
    ),
    country(
        "ve",
        "Venezuela",
        adjective="venezuelan",
        words=("rif", "cédula", "c.i."),
        schemes=(
            Scheme(name="RIF", shape="[VEJPG]-?[0-9]{8}-?[0-9]", checks=("ve.rif",), confidence=0.5),
            Scheme(name="cédula", shape=r"[VE]-?[0-9]{1,2}\.?[0-9]{3}\.?[0-9]{3}", confidence=0.45),
        ),
    ),
    country(
        "do",
        "the Dominican Republic",
        adjective="dominican",
        words=("cédula", "rnc"),
        schemes=(
            Scheme(name="cédula", shape="[0-9]{3}-?[0-9]{7}-?[0-9]", checks=("do.cedula",), confidence=0.5),
            Scheme(name="RNC", shape="[0-9]{3}-?[0-9]{5}-?[0-9]", checks=("do.rnc",), confidence=0.4),
        ),
    ),
    country(
        "cr",
        "Costa Rica",
        words=("cédula", "cpf", "costa rica"),
        schemes=(Scheme(name="cédula", shape="0?[1-9]-[0-9]{4}-[0-9]{4}", checks=("cr.cpf",), confidence=0.5),),
    ),
    country(
        "gt",
        "Guatemala",
        adjective="guatemalan",
        words=("nit",),
        schemes=(Scheme(name="NIT", shape="[0-9]{5,8}-?[0-9K]", checks=("gt.nit",), confidence=0.45),),
    ),
    country(
        "sv",
        "El Salvador",
        adjective="salvadoran",
        words=("nit",),
        schemes=(
            Scheme(
                name="NIT",
                shape="[0-9]{4}-[0-9]{6}-[0-9]{3}-[0-9]",
                checks=("sv.nit",),
                confidence=0.6,
                alone=True,
            ),
            Scheme(name="NIT", shape="[0-9]{14}", checks=("sv.nit",), confidence=0.5),
        ),
    ),
    country(
        "py",
        "Paraguay",
        adjective="paraguayan",
        words=("ruc", "cédula"),
        schemes=(Scheme(name="RUC", shape="[0-9]{5,8}-[0-9]", checks=("py.ruc",), confidence=0.5),),
    ),
    country(
        "hn",
        "Honduras and Panama",
        words=("dni", "identidad", "rtn", "cédula"),
        schemes=(
            Scheme(name="DNI", shape="[01][0-9]{3}-(?:19|20)[0-9]{2}-[0-9]{5}", confidence=0.45),
            Scheme(name="cédula", shape="(?:1[0-3]|[1-9]|PE|E|N)-[0-9]{2,4}-[0-9]{2,6}", confidence=0.4),
        ),
    ),
    country(
        "cu",
        "Cuba",
        words=("carné de identidad", "carnet de identidad", "cuba"),
        schemes=(Scheme(name="carné de identidad", shape="[0-9]{11}", checks=("cu.ni",), confidence=0.5),),
    ),
)
