"""SECRET: monitoring, logging, analytics and feature flags.

Keys that are meant for browsers (PostHog's project key, Sentry's public key, Datadog's client token) let nobody read
and are left out. Source: each service's API documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.encoded_json import decoded_text
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["MONITORING"]


def _holds_json(value: str) -> bool:
    """Whether the part behind the prefix decodes to text that begins as a JSON object does."""
    return (decoded_text(value.removeprefix("glc_")[:16]) or "").startswith('{"')


MONITORING: tuple[Recognizer, ...] = (
    issuer(
        "grafana_token",
        "a Grafana token",
        Form(name="glsa_ service account", regex=rb"glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}"),
        Form(name="glc_ cloud access policy", regex=rb"glc_[A-Za-z0-9+/]{32,}={0,3}", proof=_holds_json),
        Form(name="provisioned API key", regex=rb"eyJrIjoi[A-Za-z0-9+/_-]{60,}={0,2}", variety=5),
    ),
    issuer(
        "newrelic_key",
        "a New Relic key",
        Form(
            name="NRAK-, NRJS-, NRII- or NRRA-",
            regex=rb"NR(?:AK-[A-Z0-9]{27}|JS-[a-f0-9]{19}|RA-[a-f0-9]{42}|II-[A-Za-z0-9_-]{24,32})",
        ),
        Form(
            name="license key",
            regex=rb"[a-z0-9]{32,36}(?:FFFF)?NRAL",
            confidence=0.95,
            proof=lambda value: len(value) == 40,
            variety=5,
        ),
    ),
    issuer(
        "sentry_token",
        "a Sentry auth token",
        Form(name="sntrys_ organization token", regex=rb"sntrys_eyJ[A-Za-z0-9+/=_-]{60,}", variety=7),
        Form(name="sntryu_, sntrya_ or sntryi_", regex=rb"sntry[uai]_[a-f0-9]{64}"),
    ),
    issuer(
        "dynatrace_token",
        "a Dynatrace token",
        Form(name="dt0 and its kind", regex=rb"dt0[a-z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    ),
    issuer("honeycomb_key", "a Honeycomb key", Form(name="hc??k_", regex=rb"hc[abx][ilc]k_[a-z0-9]{58}")),
    issuer(
        "posthog_key", "a PostHog personal or secret key", Form(name="ph?_", regex=rb"ph[xsar]_[A-Za-z0-9_-]{40,64}")
    ),
    issuer("statsig_key", "a Statsig server key", Form(name="secret-", regex=rb"secret-[A-Za-z0-9]{40,48}")),
    issuer(
        "pagerduty_key",
        "a PagerDuty API key",
        Form(name="u+ or y_", regex=rb"(?:u\+|pdus\+_0XBPWQQ_)[A-Za-z0-9_-]{18,44}", confidence=0.9, variety=9),
    ),
    issuer("adafruit_key", "an Adafruit IO key", Form(name="aio_", regex=rb"aio_[A-Za-z0-9]{28}")),
    issuer("ubidots_token", "a Ubidots token", Form(name="BBFF-", regex=rb"BBF[FUA]-[A-Za-z0-9]{30,35}")),
)
