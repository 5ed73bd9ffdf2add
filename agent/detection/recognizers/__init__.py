"""One module per entity, or per issuer for secrets; the registry is the tuple below.

A new recognizer is one import and one line. The order means nothing: overlaps are settled by confidence.
"""

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.bank_account import BANK_ACCOUNT
from agent.detection.recognizers.bank_code import BANK_CODE
from agent.detection.recognizers.bic import BIC
from agent.detection.recognizers.credit_card import CREDIT_CARD
from agent.detection.recognizers.crypto_wallet import CRYPTO_PRIVATE_KEY, CRYPTO_WALLET, ETHEREUM_ADDRESS
from agent.detection.recognizers.date_of_birth import DATE_OF_BIRTH
from agent.detection.recognizers.device_id import DEVICE_ID, SERIAL_NUMBER, VEHICLE_NUMBER
from agent.detection.recognizers.driver_license import DRIVER_LICENSE
from agent.detection.recognizers.email import EMAIL
from agent.detection.recognizers.generic_secret import ASSIGNED_SECRET, MENTIONED_SECRET
from agent.detection.recognizers.iban import IBAN
from agent.detection.recognizers.id_number import ID_NUMBER
from agent.detection.recognizers.ip_address import IP_ADDRESS
from agent.detection.recognizers.license_plate import LICENSE_PLATE
from agent.detection.recognizers.mac_address import MAC_ADDRESS
from agent.detection.recognizers.machine_readable_zone import MACHINE_READABLE_ZONE
from agent.detection.recognizers.marking import MARKING
from agent.detection.recognizers.national_id import NATIONAL_IDS
from agent.detection.recognizers.passport import PASSPORT
from agent.detection.recognizers.password import LOGIN_CODE, NETWORK_PASSWORD, PASSWORD, PASSWORD_ARGUMENT
from agent.detection.recognizers.phone import PHONE
from agent.detection.recognizers.secret_formats import SECRET_FORMATS
from agent.detection.recognizers.url import URL
from agent.detection.recognizers.username import USERNAME

__all__ = ["RECOGNIZERS"]

RECOGNIZERS: tuple[Recognizer, ...] = (
    CREDIT_CARD,
    IBAN,
    BANK_ACCOUNT,
    BANK_CODE,
    BIC,
    DATE_OF_BIRTH,
    DRIVER_LICENSE,
    ID_NUMBER,
    LICENSE_PLATE,
    MACHINE_READABLE_ZONE,
    PASSPORT,
    EMAIL,
    *NATIONAL_IDS,
    PHONE,
    IP_ADDRESS,
    MAC_ADDRESS,
    DEVICE_ID,
    SERIAL_NUMBER,
    VEHICLE_NUMBER,
    CRYPTO_WALLET,
    ETHEREUM_ADDRESS,
    CRYPTO_PRIVATE_KEY,
    MARKING,
    *SECRET_FORMATS,
    URL,
    ASSIGNED_SECRET,
    MENTIONED_SECRET,
    PASSWORD,
    PASSWORD_ARGUMENT,
    LOGIN_CODE,
    NETWORK_PASSWORD,
    USERNAME,
)
