"""NATIONAL_ID of South, East and South-East Asia."""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_date, is_short_date, values_of, weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["ASIA"]

_CHINESE_CHECKS = "10X98765432"
_TAIWANESE_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_SINGAPOREAN_CHECKS = {
    "S": (0, "JZIHGFEDCBA"),
    "T": (4, "JZIHGFEDCBA"),
    "F": (0, "XWUTRQPNMLK"),
    "G": (4, "XWUTRQPNMLK"),
    "M": (3, "XWUTRQPNJLK"),
}
_NOT_MALAYSIAN = frozenset({"00", "17", "18", "19", "20", "69", "70", "73", "80", "81", "94", "95", "96", "97"})
"""Places of birth that Malaysia's registration department does not use."""


def _is_chinese(number: str) -> bool:
    """China, GB 11643-1999: birth date, ISO 7064 MOD 11-2."""
    if not is_date(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return _CHINESE_CHECKS[weighted_sum(number[:17], weights) % 11] == number[17]


def _is_hong_kong(number: str) -> bool:
    """Hong Kong identity card: MOD 11; a missing first letter counts 36, an A as check is 10."""
    values = values_of(number)
    padded = [36, *values] if len(values) == 8 else values
    return sum(value * weight for value, weight in zip(padded, range(9, 0, -1), strict=True)) % 11 == 0


def _is_taiwanese(number: str) -> bool:
    """Taiwan, 國民身分證 and 居留證: the letter as two digits, MOD 10."""
    letter = _TAIWANESE_LETTERS.index(number[0]) + 10
    total = letter // 10 + letter % 10 * 9 + weighted_sum(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return total % 10 == 0


def _is_korean(number: str) -> bool:
    """South Korea: birth date only, since numbers given out since October 2020 have no check digit."""
    return is_short_date(number[:2], number[2:4], number[4:6])


def _is_singaporean(number: str) -> bool:
    """Singapore, NRIC and FIN: MOD 11, a table of letters for each series."""
    offset, letters = _SINGAPOREAN_CHECKS[number[0]]
    return letters[(offset + weighted_sum(number[1:], (2, 7, 6, 5, 4, 3, 2))) % 11] == number[8]


def _is_malaysian(number: str) -> bool:
    """Malaysia, MyKad: birth date and place of birth."""
    return is_short_date(number[:2], number[2:4], number[4:6]) and number[6:8] not in _NOT_MALAYSIAN


def _is_indonesian(number: str) -> bool:
    """Indonesia, NIK: province, birth date; women's days count from 41."""
    day = int(number[6:8])
    day = day - 40 if day > 40 else day
    return 11 <= int(number[:2]) <= 96 and is_short_date(number[10:12], number[8:10], f"{day}")


def _is_vietnamese(number: str) -> bool:
    """Vietnam, căn cước công dân: province, century and sex."""
    return 1 <= int(number[:3]) <= 96


def _is_sri_lankan(number: str) -> bool:
    """Sri Lanka, NIC: day of the year; women's count from 501."""
    day = int(number[4:7] if len(number) == 12 else number[2:5])
    return 1 <= (day - 500 if day > 500 else day) <= 366


ASIA: tuple[Recognizer, ...] = (
    country(
        "in",
        "India",
        words=(
            "aadhaar",
            "aadhar",
            "adhaar",
            "uidai",
            "आधार",
            "pan",
            "permanent account",
            "income tax",
            "voter",
            "epic",
            "vote",
            "virtual id",
            "gstin",
            "gst no",
        ),
        schemes=(
            Scheme(
                name="Aadhaar",
                shape="[2-9][0-9]{3}[ :-]?[0-9]{4}[ :-]?[0-9]{4}",
                checks=("in_.aadhaar",),
                confidence=0.6,
            ),
            Scheme(
                name="PAN",
                shape="[A-Z]{3}[ABCFGHLJPT][A-Z][0-9]{4}[A-Z]",
                checks=("in_.pan",),
                confidence=0.5,
                alone=True,
            ),
            Scheme(name="PAN", shape="(?i:[A-Z]{5}[0-9]{4}[A-Z])", confidence=0.5),
            # Holds the PAN of a sole proprietor (CGST Rules, 2017).
            Scheme(
                name="GSTIN",
                shape="(?:[0-2][0-9]|3[0-8]|97)[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]",
                confidence=0.55,
                alone=True,
            ),
            Scheme(name="EPIC", shape="(?i:[A-Z]{3}[0-9]{7})", confidence=0.5),
            Scheme(
                name="Aadhaar VID",
                shape="[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}",
                checks=("in_.vid",),
                confidence=0.5,
            ),
        ),
    ),
    country(
        "pk",
        "Pakistan",
        adjective="pakistani",
        words=("cnic", "nic", "nicop", "nadra", "شناختی", "national id"),
        schemes=(
            Scheme(
                name="CNIC",
                shape="[1-7][0-9]{4}-[0-9]{7}-[0-9]",
                checks=("pk.cnic",),
                confidence=0.7,
                alone=True,
                unchecked=0.5,
            ),
            Scheme(name="CNIC", shape="[1-7][0-9]{12}", checks=("pk.cnic",), confidence=0.5),
        ),
    ),
    country(
        "bd",
        "Bangladesh",
        words=("nid", "জাতীয় পরিচয়", "bangladesh"),
        schemes=(Scheme(name="NID", shape="[0-9]{10}|[0-9]{13}|[0-9]{17}", confidence=0.3),),
    ),
    country(
        "lk",
        "Sri Lanka",
        words=("nic", "sri lanka", "national id"),
        schemes=(
            Scheme(name="NIC", shape="[0-9]{9}[VvXx]", checks=(_is_sri_lankan,), confidence=0.55, alone=True),
            Scheme(name="NIC", shape="(?:19|20)[0-9]{10}", checks=(_is_sri_lankan,), confidence=0.5),
        ),
    ),
    country(
        "cn",
        "China",
        words=(
            "身份证",
            "身份證",
            "公民身份",
            "证件号",
            "resident id",
            "identity card",
            "chinese id",
            "shenfenzheng",
            "id card",
        ),
        schemes=(
            Scheme(
                name="resident identity number",
                shape="[1-8][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx]",
                checks=(_is_chinese,),
                confidence=0.9,
                alone=True,
            ),
        ),
    ),
    country(
        "hk",
        "Hong Kong and Macao",
        words=("hkid", "hong kong", "身份證", "身份证", "identity card", "macau", "macao"),
        schemes=(
            Scheme(
                name="Hong Kong identity card",
                shape=r"[A-Z]{1,2} ?[0-9]{6} ?\([0-9A]\)",
                checks=(_is_hong_kong,),
                confidence=0.85,
                alone=True,
            ),
            Scheme(
                name="Hong Kong identity card",
                shape="[A-Za-z]{1,2}[0-9]{6}-?[0-9Aa]",
                checks=(_is_hong_kong,),
                confidence=0.55,
            ),
            Scheme(name="Macao identity card", shape=r"[1578]/?[0-9]{6}/?\([0-9]\)", confidence=0.5),
        ),
    ),
    country(
        "tw",
        "Taiwan",
        words=("身分證", "身份證", "居留證", "統一編號", "taiwan", "national id"),
        schemes=(Scheme(name="身分證字號", shape="[A-Za-z][1289][0-9]{8}", checks=(_is_taiwanese,), confidence=0.6),),
    ),
    country(
        "jp",
        "Japan",
        words=("マイナンバー", "個人番号", "my number", "mynumber", "individual number"),
        schemes=(
            Scheme(name="My Number", shape="[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}", checks=("jp.in_",), confidence=0.6),
        ),
    ),
    country(
        "kr",
        "South Korea",
        adjective="korean",
        words=("주민등록", "주민번호", "외국인등록", "외국인 등록", "rrn", "frn", "resident registration"),
        schemes=(
            Scheme(
                name="resident registration number",
                shape="[0-9]{2}[01][0-9][0-3][0-9]-[1-8][0-9]{6}",
                checks=(_is_korean,),
                confidence=0.6,
                alone=True,
            ),
            Scheme(
                name="resident registration number",
                shape="[0-9]{2}[01][0-9][0-3][0-9] ?[1-8][0-9]{6}",
                checks=(_is_korean,),
                confidence=0.5,
            ),
        ),
    ),
    country(
        "sg",
        "Singapore",
        words=("nric", "fin", "singapore", "identity card", "ic"),
        schemes=(
            Scheme(
                name="NRIC",
                shape="[STFGM][0-9]{7}[A-Z]",
                checks=(_is_singaporean,),
                confidence=0.65,
                alone=True,
                unchecked=0.2,
            ),
            Scheme(
                name="NRIC",
                shape="(?i:[STFGM][0-9]{7}[A-Z])",
                checks=(_is_singaporean,),
                confidence=0.55,
                unchecked=0.2,
            ),
        ),
    ),
    country(
        "my",
        "Malaysia",
        words=("mykad", "nric", "ic", "kad pengenalan", "no kp", "malaysia", "identity card"),
        schemes=(
            Scheme(
                name="MyKad",
                shape="[0-9]{2}[01][0-9][0-3][0-9]-[0-9]{2}-[0-9]{4}",
                checks=(_is_malaysian,),
                confidence=0.65,
                alone=True,
            ),
            Scheme(
                name="MyKad",
                shape="[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{2} ?[0-9]{4}",
                checks=(_is_malaysian,),
                confidence=0.5,
            ),
        ),
    ),
    country(
        "th",
        "Thailand",
        adjective="thai",
        words=("บัตรประชาชน", "ประจำตัวประชาชน", "ผู้เสียภาษี", "tnin"),
        schemes=(
            Scheme(
                name="national id",
                shape="[1-8][ -][0-9]{4}[ -][0-9]{5}[ -][0-9]{2}[ -][0-9]",
                checks=("th.pin",),
                confidence=0.85,
                alone=True,
            ),
            Scheme(name="national id", shape="[1-8][0-9]{12}", checks=("th.pin",), confidence=0.6),
        ),
    ),
    country(
        "id",
        "Indonesia",
        adjective="indonesian",
        words=("nik", "ktp", "induk kependudukan", "npwp", "pajak"),
        schemes=(
            Scheme(name="NIK", shape="[1-9][0-9]{15}", checks=(_is_indonesian,), confidence=0.6),
            Scheme(
                name="NPWP",
                shape=r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]-[0-9]{3}\.[0-9]{3}",
                checks=("id.npwp",),
                confidence=0.85,
                alone=True,
            ),
            Scheme(name="NPWP", shape="[0-9]{15}", checks=("id.npwp",), confidence=0.5),
        ),
    ),
    country(
        "vn",
        "Vietnam",
        adjective="vietnamese",
        words=("cccd", "cmnd", "căn cước", "chứng minh nhân dân", "mã số thuế", "mst"),
        schemes=(
            Scheme(name="căn cước công dân", shape="0[0-9]{2}[0-3][0-9]{8}", checks=(_is_vietnamese,), confidence=0.6),
            Scheme(name="chứng minh nhân dân", shape="[0-3][0-9]{8}", confidence=0.4),
            Scheme(name="mã số thuế", shape="[0-9]{10}(?:-?[0-9]{3})?", checks=("vn.mst",), confidence=0.45),
        ),
    ),
    country(
        "ph",
        "the Philippines",
        words=("tin", "sss", "umid", "philhealth", "philsys", "pag-ibig", "philippine", "gsis"),
        schemes=(
            Scheme(
                name="TIN, SSS, PhilHealth or PhilSys number",
                shape=(
                    "[0-9]{3}-[0-9]{3}-[0-9]{3}(?:-[0-9]{3,5})?|[0-9]{2}-[0-9]{7}-[0-9]|[0-9]{2}-[0-9]{9}-[0-9]|"
                    "[0-9]{4}-[0-9]{7}-[0-9]|[0-9]{4}-[0-9]{4}-[0-9]{4}(?:-[0-9]{4})?"
                ),
                confidence=0.45,
            ),
        ),
    ),
)
