"""SECRET: cloud hosts besides Amazon, Google and Microsoft: infrastructure, platforms, infrastructure as code.

Source: each issuer's API reference on authentication.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, is_no_digest, issuer

__all__ = ["CLOUD"]

CLOUD: tuple[Recognizer, ...] = (
    issuer(
        "alibaba_key",
        "an Alibaba Cloud access key",
        Form(name="LTAI key id", regex=rb"LTAI[A-Za-z0-9]{12,20}", confidence=0.9),
    ),
    issuer(
        "tencent_key",
        "a Tencent Cloud access key",
        Form(name="AKID key id", regex=rb"AKID[A-Za-z0-9]{32}", confidence=0.9),
    ),
    issuer(
        "yandex_key",
        "a Yandex Cloud key",
        Form(name="AQVN API key", regex=rb"AQVN[A-Za-z0-9_-]{35,38}"),
        Form(name="t1. IAM token", regex=rb"t1\.[A-Za-z0-9_-]{60,}={0,2}\.[A-Za-z0-9_-]{80,}={0,2}", reach_bytes=2048),
        Form(name="y0_ OAuth token", regex=rb"y0__?[A-Za-z0-9_-]{50,60}"),
    ),
    issuer(
        "digitalocean_token",
        "a DigitalOcean token",
        Form(name="personal, OAuth or refresh token", regex=rb"do[opr]_v1_[a-f0-9]{64}"),
        Form(name="Spaces access key", regex=rb"DO00[A-Z0-9]{16}", confidence=0.85),
    ),
    issuer("scaleway_key", "a Scaleway access key", Form(name="SCW key id", regex=rb"SCW[A-Z0-9]{17}", confidence=0.8)),
    issuer("heroku_token", "a Heroku token", Form(name="HRKU-", regex=rb"HRKU-[A-Za-z0-9_-]{36,70}")),
    issuer(
        "fly_token",
        "a Fly.io token",
        Form(name="fo1_ access token", regex=rb"fo1_[A-Za-z0-9_-]{43}", variety=9),
        Form(
            name="fm1 or fm2 macaroon",
            regex=rb"fm(?:1[ar]|2)_[A-Za-z0-9+/]{60,}={0,3}(?:,[A-Za-z0-9_+/=]+)*",
            variety=9,
        ),
    ),
    issuer("render_key", "a Render API key", Form(name="rnd_", regex=rb"rnd_[A-Za-z0-9]{28,36}")),
    issuer(
        "vercel_token",
        "a Vercel token",
        Form(name="vcp_, vci_, vca_, vcr_ or vck_", regex=rb"vc[piark]_[A-Za-z0-9_-]{24,60}", variety=9),
        Form(name="blob storage token", regex=rb"vercel_blob_rw_[A-Za-z0-9]{16}_[A-Za-z0-9]{28,40}"),
    ),
    issuer("netlify_token", "a Netlify token", Form(name="nf?_", regex=rb"nf[pcoub]_[A-Za-z0-9]{36,44}")),
    issuer("pulumi_token", "a Pulumi access token", Form(name="pul-", regex=rb"pul-[a-f0-9]{40}")),
    issuer(
        "terraform_token",
        "a Terraform Cloud token",
        Form(name=".atlasv1.", regex=rb"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}"),
    ),
    issuer("scalingo_token", "a Scalingo API token", Form(name="tk-us-", regex=rb"tk-us-[A-Za-z0-9_-]{48}")),
    issuer(
        "infracost_key",
        "an Infracost API key",
        Form(name="ico-", regex=rb"ico-[A-Za-z0-9]{32}", variety=8, proof=is_no_digest),
    ),
    issuer("openshift_token", "an OpenShift token", Form(name="sha256~", regex=rb"sha256~[A-Za-z0-9_-]{43}")),
    issuer("deno_token", "a Deno Deploy token", Form(name="ddp_ or ddo_", regex=rb"dd[op]_[A-Za-z0-9]{36}")),
    issuer(
        "backblaze_key",
        "a Backblaze B2 application key",
        Form(name="K00", regex=rb"K00[0-9][A-Za-z0-9+/]{27}", confidence=0.8, variety=9),
    ),
    issuer("upcloud_token", "an UpCloud API token", Form(name="ucat_", regex=rb"ucat_[A-Za-z0-9]{24,32}", variety=8)),
    issuer(
        "cloudsmith_key", "a Cloudsmith API key", Form(name="csa_", regex=rb"csa_[a-f0-9]{30}[A-Za-z0-9]{6}", variety=8)
    ),
    issuer(
        "cockroach_key", "a CockroachDB Cloud key", Form(name="CCDB1_", regex=rb"CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}")
    ),
    issuer(
        "workato_token",
        "a Workato API token",
        Form(
            name="wrka and a web token",
            regex=rb"wrka[a-z]{0,2}-eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{40,}",
            reach_bytes=2048,
        ),
    ),
    issuer("zuplo_key", "a Zuplo key", Form(name="zpka_ or zpks_", regex=rb"zpk[as]_[a-z0-9]{32}_[a-f0-9]{8}")),
)
