"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.languages import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please check this invoice for me and send it to the customer by Friday."),
        ("de", "Bitte prüfe die Rechnung und schick sie mir bis morgen."),
        ("fr", "Peux-tu vérifier cette facture pour moi et la renvoyer au client ?"),
        ("es", "Por favor revisa la factura de este cliente y envíala a los compañeros."),
        ("it", "Puoi controllare questa fattura per me? Non è corretta."),
        ("pt", "Você pode verificar essa fatura para mim? Ela não está correta e o prazo é hoje."),
        ("nl", "Kan je deze factuur voor me controleren? Het is niet goed."),
        ("sv", "Hej, kan du kolla fakturan och skicka den till mig?"),
        ("pl", "Czy możesz sprawdzić tę fakturę i wysłać ją do mnie? Nie jest to dobrze."),
        ("tr", "Bu faturayı kontrol eder misin ve bana bir kopya gönder, çok teşekkürler."),
        ("ru", "Привет, проверь пожалуйста этот счет и отправь его мне."),
        ("uk", "Привіт, перевір, будь ласка, цей рахунок і надішли його мені, це не все."),
        ("el", "Παρακαλώ ελέγξτε αυτό το τιμολόγιο."),
        ("zh", "請幫我檢查這張發票"),
        ("ja", "この請求書を確認してください"),
        ("ko", "이 송장을 확인해 주세요"),
        ("ar", "من فضلك تحقق من هذه الفاتورة"),
        ("he", "בבקשה בדוק את החשבונית הזו"),
        ("hi", "कृपया इस चालान की जाँच करें"),
        ("th", "กรุณาตรวจสอบใบแจ้งหนี้นี้"),
    ],
)
def test_a_sentence_is_enough(language: str, text: str):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "Jan Kowalski, ul. Długa 4, Warszawa",
        "SELECT id, name FROM users WHERE id = 4;",
        "4111 1111 1111 1111",
        "a b c d e f g o i u y a e o",
        "x = y + z\nfor i in range(n): a[i] = s",
    ],
)
def test_names_numbers_and_code_are_in_no_language(text: str):
    assert language_of(text) is None


def test_a_quotation_does_not_decide():
    text = "The word 東京 is what the customer wrote on the form, and it is in the attachment that we have."
    assert language_of(text) == "en"


@given(st.text(max_size=3000))
def test_any_string_has_an_answer(text: str):
    language = language_of(text)
    assert language is None or len(language) == 2
