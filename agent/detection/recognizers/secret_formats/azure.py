"""SECRET: Microsoft Azure: client secrets, account keys, shared access signatures, DevOps tokens.

Since 2021 most of Azure's keys carry a signature of four to six characters in the middle, by which they are known
anywhere; older account keys are 88 characters of base 64 and are taken only behind a name that says what they are.
Source: Microsoft's published credential patterns (Purview entity definitions, "identifiable secrets").
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["AZURE"]

_MARKS = {
    "JQQJ99": 52,  # AI services, Maps, API Management
    "AZDO": 76,  # DevOps personal access tokens
    "+ASt": 76,  # Storage
    "+ABa": 76,  # Batch
    "ACDb": 76,  # Cosmos DB
    "APIM": 76,  # API Management
    "AzFu": 44,  # Functions
    "AzSe": 42,  # Search
    "+ACR": 42,  # Container Registry
    "+ASb": 33,  # Service Bus
    "+AEh": 33,  # Event Hubs
    "+ARm": 33,  # Relay
    "AIoT": 33,  # IoT Hub
    "AZEG": 33,  # Event Grid
    "AzCa": 33,  # Cache for Redis
}
"""How many characters stand before the signature, per service."""


def _is_marked(value: str) -> bool:
    """Whether a signature stands where its service puts it."""
    return any(value.startswith(mark, place) for mark, place in _MARKS.items())


AZURE: tuple[Recognizer, ...] = (
    issuer(
        "azure_client_secret",
        "a Microsoft Entra client secret",
        Form(
            name="a digit and Q~ behind its first three characters",
            regex=rb"[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}",
            variety=9,
        ),
    ),
    issuer(
        "azure_account_key",
        "a Microsoft Azure account key",
        Form(
            name="a key with Azure's signature in it",
            regex=rb"[A-Za-z0-9+/]{33,76}(?:JQQJ99|AZDO|\+A(?:St|CR|Sb|Eh|Rm|Ba)|AIoT|ACDb|APIM|AZEG|Az(?:Fu|Se|Ca))"
            rb"[A-Za-z0-9+/]{4,}={0,2}",
            confidence=0.9,
            variety=9,
            proof=_is_marked,
        ),
        Form(
            name="an account key behind its name",
            regex=rb"(?i:key[0-9]?[\"'\]]{0,2}\s{0,3}[=:]\s{0,3}[\"']?)((?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=))",
            variety=9,
            needs_context=True,
        ),
        words=(
            "azure",
            "(?:account|storage|primary|secondary|shared_?access|access|cosmos|service_?bus|event_?hub|iot)[a-z_.-]*key",
            "subscription",
            "api[ _-]?key",
            "ocp-apim",
        ),
    ),
    issuer(
        "azure_registration_key",
        "a registration key of Azure Data Factory",
        Form(
            name="IR@ and four parts",
            regex=rb"IR@[A-Za-z0-9-]{36}@[A-Za-z0-9._-]{1,80}@[A-Za-z0-9]{1,12}@[A-Za-z0-9+/]{40,44}={0,2}",
            variety=8,
        ),
    ),
    issuer(
        "azure_signature",
        "a shared access signature",
        Form(
            name="a signature in a query",
            regex=rb"(?:(?:s[vrtpe]|skoid|spr|srt|ss|st|si|skn)=[A-Za-z0-9%:.+-]*&(?:amp;)?)+sig=[A-Za-z0-9%/+_-]{40,}={0,2}",
            variety=9,
        ),
        Form(
            name="SharedAccessSignature sr=",
            regex=rb"SharedAccessSignature s[rige]{1,2}=[^\s\"'<>]+sig=[A-Za-z0-9%/+_-]{40,}={0,2}[^\s\"'<>]*",
            variety=8,
        ),
    ),
)
