"""Microsoft Azure. Every key is put together here and opens nothing."""

from __future__ import annotations

from tests.detection.recognizers.secret_formats.scanning import BASE64, finding, finding_nothing, uuid
from tests.detection.samples import random_text

CLIENT = "qtT" + "8Q~" + random_text(34)
STORAGE = random_text(76, BASE64) + "+ASt" + random_text(6) + "=="
OLD = random_text(86, BASE64) + "=="
AI = random_text(52) + "JQQJ99" + random_text(26)
# Printed in the documentation of the storage emulator.
EMULATOR = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFs" + "uFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
SAS = "sv=2022-11-02&ss=b&srt=sco&sp=rwd&se=2030-01-01T00%3A00%3A00Z&sig=" + random_text(43) + "%3D"

REGISTRATION = "IR@" + uuid() + "@factory-1@we@" + random_text(43, BASE64) + "="

FOUND = [
    ("Data Factory", f"key: {REGISTRATION}", ("azure_registration_key", REGISTRATION)),
    ("client secret", f"client_secret={CLIENT}", ("azure_client_secret", CLIENT)),
    ("client secret alone", f"({CLIENT})", ("azure_client_secret", CLIENT)),
    ("storage key", STORAGE, ("azure_account_key", STORAGE)),
    ("storage key of the old form", f"AccountKey={OLD}", ("azure_account_key", OLD)),
    ("AI service", AI, ("azure_account_key", AI)),
    ("signature", SAS, ("azure_signature", SAS)),
]

NOT_FOUND = [
    ("Data Factory, mask", "IR@" + uuid() + "@factory@we@" + "x" * 43 + "="),
    ("address", "IR@factory.internal"),
    ("mask", "client_secret=bP88Q~" + "x" * 34),
    ("middle of a signature", "gkef~PcNBdx73MVvZD3v8DZ5" + CLIENT),
    ("style sheet", ".ui.visible.right.sidebar~.ui.visible.left.sidebar~.pusher{transform:translate3d(0,0,0)}"),
    ("base 64 without a name", OLD),
    ("signature out of its place", random_text(60) + "JQQJ99" + random_text(18)),
    (
        "emulator's key",
        f"AccountKey={EMULATOR}",
    ),
    ("template", "AccountKey=<storage-key>;EndpointSuffix=core.windows.net"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)
