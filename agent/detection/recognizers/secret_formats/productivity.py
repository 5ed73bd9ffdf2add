"""SECRET: office, design, project and customer-relations services, and social networks.

Source: each service's API documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["PRODUCTIVITY"]

_UUID = rb"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"

PRODUCTIVITY: tuple[Recognizer, ...] = (
    issuer(
        "notion_token",
        "a Notion token",
        Form(name="ntn_ or secret_", regex=rb"(?:ntn_[A-Za-z0-9]{46}|secret_[A-Za-z0-9]{43})", variety=8),
    ),
    issuer(
        "linear_key",
        "a Linear key",
        Form(name="lin_api_ or lin_oauth_", regex=rb"lin_(?:api_[A-Za-z0-9]{40}|oauth_[a-f0-9]{64})"),
    ),
    issuer(
        "asana_token",
        "an Asana token",
        Form(
            name="1/ or 2/, two numbers and 32 digits",
            regex=rb"[0-2]/[0-9]{10,18}(?:/[0-9]{10,18})?:[a-f0-9]{32}",
            needs_context=True,
        ),
        words=("asana", "token"),
    ),
    issuer(
        "clickup_token",
        "a ClickUp token",
        Form(name="pk_, a number and 32 characters", regex=rb"pk_[0-9]{5,10}_[A-Z0-9]{32}"),
    ),
    issuer("trello_token", "a Trello token", Form(name="ATTA", regex=rb"ATTA[a-f0-9]{64}[A-F0-9]{8}|ATTA[a-f0-9]{64}")),
    issuer(
        "figma_token", "a Figma token", Form(name="fig?_", regex=rb"fig(?:d|dr|o|or|oh|p|u)[hr]?_[A-Za-z0-9_-]{38,52}")
    ),
    issuer("typeform_token", "a Typeform token", Form(name="tfp_", regex=rb"tfp_[A-Za-z0-9_.=-]{40,65}")),
    issuer(
        "dropbox_token",
        "a Dropbox token",
        Form(name="sl.", regex=rb"sl\.(?:u\.)?[A-Za-z0-9_-]{100,}", variety=9, reach_bytes=2048),
    ),
    issuer("frameio_token", "a Frame.io token", Form(name="fio-u-", regex=rb"fio-u-[A-Za-z0-9_=-]{64}")),
    issuer("adobe_secret", "an Adobe client secret", Form(name="p8e-", regex=rb"p8e-[A-Za-z0-9_-]{32}")),
    issuer("hubspot_token", "a HubSpot token", Form(name="pat- and a UUID", regex=rb"pat-(?:na|eu|ap)[0-9]-" + _UUID)),
    issuer(
        "intercom_token",
        "an Intercom access token",
        Form(name="tok: in base 64", regex=rb"dG9rO[A-Za-z0-9+/]{40,80}={0,2}", variety=8),
    ),
    issuer("wakatime_key", "a WakaTime key", Form(name="waka_", regex=rb"waka_(?:tok_)?[A-Za-z0-9-]{36,}")),
    issuer(
        "lichess_token", "a Lichess token", Form(name="lip_ or lio_", regex=rb"li[po]_[A-Za-z0-9]{20,36}", variety=9)
    ),
    issuer(
        "facebook_token",
        "a Facebook access token",
        Form(name="EAA", regex=rb"EAA[A-Za-z0-9]{80,}", variety=9, reach_bytes=1024),
        Form(
            name="app id, a bar and a secret",
            regex=rb"[0-9]{13,17}(?:\||%7C)[A-Za-z0-9_-]{27}",
            variety=9,
            needs_context=True,
        ),
        words=("facebook", "fb_", "access_?token", "app"),
    ),
    issuer(
        "instagram_token",
        "an Instagram access token",
        Form(name="IGQ or IGAA", regex=rb"IG(?:Q|AA)[A-Za-z0-9_-]{100,}", variety=9, reach_bytes=1024),
    ),
    issuer(
        "twitter_token",
        "an X app bearer token",
        # Long runs of A stand in many an image, too, but without the percent signs.
        Form(
            name="20 times A, and percent signs",
            regex=rb"A{20,24}[A-Za-z0-9%]{40,}",
            variety=8,
            proof=lambda value: "%" in value,
        ),
    ),
    issuer(
        "linkedin_token",
        "a LinkedIn secret",
        Form(name="WPL_AP", regex=rb"WPL_AP[01]\.[A-Za-z0-9_.-]{14,30}={0,2}", variety=7),
    ),
    issuer("twitch_token", "a Twitch chat token", Form(name="oauth:", regex=rb"oauth:[a-z0-9]{30}", variety=8)),
    issuer("canva_secret", "a Canva client secret", Form(name="cnvca", regex=rb"cnvca[A-Za-z0-9_-]{51}", variety=9)),
    issuer("pinterest_token", "a Pinterest access token", Form(name="pina_", regex=rb"pina_[A-Za-z0-9_-]{20,200}")),
    issuer("samsara_token", "a Samsara API token", Form(name="samsara_api_", regex=rb"samsara_api_[A-Za-z0-9]{26,32}")),
    issuer(
        "thunderstore_token", "a Thunderstore token", Form(name="tss_", regex=rb"tss_[A-Za-z0-9_-]{32,80}", variety=9)
    ),
    issuer(
        "zoho_token",
        "a Zoho token",
        Form(name="1000. and two parts", regex=rb"100[0-5]\.[a-f0-9]{32}\.[a-f0-9]{32}"),
    ),
    issuer(
        "miro_token",
        "a Miro token",
        Form(name="eyJtaXJv, the name in base 64", regex=rb"eyJtaXJv[A-Za-z0-9-]{10,64}_[A-Za-z0-9_-]{20,64}"),
    ),
)
