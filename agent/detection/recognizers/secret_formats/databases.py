"""SECRET: hosted databases, search and content stores, by the prefix of their keys.

Connection strings have a module of their own. Source: each service's API documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["DATABASES"]

DATABASES: tuple[Recognizer, ...] = (
    issuer(
        "planetscale_key",
        "a PlanetScale credential",
        Form(name="pscale_", regex=rb"pscale_(?:tkn|pw|oauth|api|tid)_[A-Za-z0-9_=.-]{32,64}"),
    ),
    issuer(
        "supabase_key",
        "a Supabase key",
        Form(
            name="sbp_ or sb_secret_",
            regex=rb"(?:sbp_(?:(?:v0_|oauth_)?[a-f0-9]{40}|[a-z0-9_-]{40})|sb_secret_[A-Za-z0-9_-]{31})",
        ),
    ),
    issuer("neon_key", "a Neon API key", Form(name="napi_", regex=rb"napi_[A-Za-z0-9]{50,70}", variety=8)),
    issuer(
        "aiven_password",
        "an Aiven service password",
        Form(name="AVNS_", regex=rb"AVNS_[A-Za-z0-9_-]{15,24}", variety=8),
    ),
    issuer(
        "clickhouse_key",
        "a ClickHouse Cloud API key",
        Form(name="4b1d and 38 characters", regex=rb"4b1d[A-Za-z0-9]{38}", confidence=0.9, variety=9),
    ),
    issuer(
        "mongodb_atlas_secret", "a MongoDB Atlas secret", Form(name="mdb_sa_sk_", regex=rb"mdb_sa_sk_[A-Za-z0-9_-]{40}")
    ),
    issuer("elastic_key", "an Elastic Cloud API key", Form(name="essu_", regex=rb"essu_[A-Za-z0-9+/_-]{60,}={0,2}")),
    issuer(
        "confluent_secret",
        "a Confluent Cloud API secret",
        Form(name="cflt", regex=rb"cflt[A-Za-z0-9+/]{60}", variety=9),
    ),
    issuer("contentful_token", "a Contentful token", Form(name="CFPAT-", regex=rb"CFPAT-[A-Za-z0-9_-]{43}")),
    issuer(
        "airtable_token",
        "an Airtable token",
        Form(name="pat and 64 digits", regex=rb"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}"),
    ),
    issuer(
        "sanity_token",
        "a Sanity token",
        Form(name="sk and 80 characters", regex=rb"sk[A-Za-z0-9]{80,}", confidence=0.85, variety=9),
    ),
    issuer(
        "convex_key",
        "a Convex deploy key",
        Form(
            name="prod:, preview: or dev:",
            regex=rb"(?:prod|preview|dev):[a-z0-9:-]{5,60}\|eyJ[A-Za-z0-9+/=_-]{30,}",
            variety=5,
        ),
    ),
    issuer("xata_key", "a Xata API key", Form(name="xau_", regex=rb"xau_[A-Za-z0-9]{36,40}")),
    issuer("alchemy_token", "an Alchemy access token", Form(name="alcht_", regex=rb"alcht_[A-Za-z0-9]{30}")),
    issuer("materialize_key", "a Materialize app password", Form(name="mzp_", regex=rb"mzp_[a-f0-9]{64}")),
    issuer(
        "astra_token",
        "a DataStax Astra token",
        Form(name="AstraCS:", regex=rb"AstraCS:[A-Za-z0-9]{20,}(?::[a-f0-9]{64})?", variety=8),
    ),
    issuer(
        "configcat_key",
        "a ConfigCat SDK key",
        Form(name="configcat-sdk-1/", regex=rb"configcat-sdk-1/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}"),
    ),
    issuer(
        "devcycle_key",
        "a DevCycle server key",
        Form(name="dvc_server_", regex=rb"dvc_server_[A-Za-z0-9_]{8,64}", variety=5),
    ),
)
