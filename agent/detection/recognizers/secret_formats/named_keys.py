r"""SECRET: keys without a form of their own: some hexadecimal digits or a UUID, behind the issuer's name.

A key is taken when the issuer's name and a word such as key or token stand in the name it is assigned to
("HEROKU_API_KEY=", `datadog_app_key: "…"`) or right before it in prose ("our Datadog API key is …"). The value must
have the exact shape of that issuer's keys and look drawn by lot. Source: each issuer's API documentation.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Context, Pattern, Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, confirming, issuer, stands_alone

__all__ = ["NAMED_KEYS"]

_UUID = rb"[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}"
_HEX32 = rb"[a-f0-9]{32}"
_HEX40 = rb"[a-f0-9]{40}"
_WORD = rb"(?:api|app|key|token|secret|auth|pass|pwd|login|license|cred|access|bearer)"
_LINK = rb"[a-z0-9_. -]{0,16}[\"'\])]{0,3}\s?(?:=>|:{0,3}=|\?=|:|,|\(|>|\bis\b)\s{0,3}(?:new\s)?\\?[\"'`]?"


def _named(name: str, title: str, words: str, shape: bytes, *, variety: int = 6) -> Recognizer:
    """The recognizer of one issuer's keys; `words` are its name as RE2 alternatives, in lower case."""
    regex = rb"(?i:(?:" + words.encode() + rb")[a-z0-9_.\s-]{0,24}" + _WORD + _LINK + rb")(" + shape + rb")"
    return Recognizer(
        recognizer_id=f"secret.{name}",
        entity=Entity.SECRET,
        title=title,
        patterns=(
            Pattern(
                name="behind its issuer's name",
                regex=regex,
                score=0.6,
                judge=confirming(0.9, variety=variety),
                needs_context=True,
            ),
        ),
        fits=stands_alone,
        # The name is in the pattern, too; as a context word it keeps the pattern out of texts that lack it.
        context=Context(supporting=(words,)),
    )


NAMED_KEYS: tuple[Recognizer, ...] = (
    _named("datadog_key", "a Datadog key", "datadog|dd[_-]", rb"[a-f0-9]{40}|[a-f0-9]{32}"),
    _named("heroku_key", "a Heroku API key", "heroku", _UUID),
    _named("twilio_token", "a Twilio auth token", "twilio|account_?sid", _HEX32),
    _named("algolia_key", "an Algolia API key", "algolia", _HEX32),
    _named("cloudflare_key", "a Cloudflare API key", "cloudflare|cf[_-]", rb"[a-f0-9]{37}|[A-Za-z0-9_-]{40}"),
    _named("snyk_key", "a Snyk API token", "snyk", _UUID),
    _named("sumologic_key", "a Sumo Logic access key", "sumo", rb"[A-Za-z0-9]{64}|su[A-Za-z0-9]{12}"),
    _named("meraki_key", "a Cisco Meraki API key", "meraki", _HEX40),
    _named("okta_key", "an Okta API token", "okta", rb"00[A-Za-z0-9_=-]{40}", variety=9),
    _named(
        "atlassian_key",
        "an Atlassian API token",
        "jira|confluence|atlassian|bitbucket",
        rb"[A-Za-z0-9]{24}",
        variety=9,
    ),
    _named("sendbird_key", "a Sendbird or Postmark token", "sendbird|postmark", _UUID),
    _named("messagebird_key", "a MessageBird key", "messagebird", rb"[A-Za-z0-9]{25}|" + _UUID),
    _named("hubspot_key", "a HubSpot API key", "hubspot|hapikey", _UUID),
    _named("mistral_key", "a Mistral AI key", "mistral", rb"[A-Za-z0-9]{32}", variety=9),
    _named("cohere_key", "a Cohere API key", "cohere|co[_-]", rb"[A-Za-z0-9]{40}", variety=9),
    _named("deepgram_key", "a Deepgram or AssemblyAI key", "deepgram|assembly_?ai", rb"[a-f0-9]{40}|[a-f0-9]{32}"),
    _named("azure_openai_key", "an Azure AI key", "azure|cognitive|ocp-apim", _HEX32),
    _named("fastly_token", "a Fastly API token", "fastly", rb"[A-Za-z0-9_-]{32}", variety=9),
    _named("vultr_key", "a Vultr API key", "vultr", rb"[A-Z0-9]{36}", variety=9),
    _named("linode_token", "a Linode token", "linode", rb"[a-f0-9]{64}"),
    _named("hetzner_token", "a Hetzner Cloud token", "hcloud|hetzner", rb"[A-Za-z0-9]{64}", variety=9),
    _named("ibm_cloud_key", "an IBM Cloud API key", "ibm|watson|softlayer|bluemix", rb"[A-Za-z0-9_-]{44}", variety=9),
    _named("scaleway_secret", "a Scaleway secret key", "scaleway|scw", _UUID),
    _named("railway_token", "a Railway token", "railway", _UUID),
    _named("opsgenie_key", "an Opsgenie API key", "opsgenie", _UUID),
    _named("pagerduty_token", "a PagerDuty token", "pagerduty|pager_duty", rb"[A-Za-z0-9_+-]{20}|" + _HEX32, variety=9),
    _named("splunk_token", "a Splunk HEC token", "splunk|hec", _UUID),
    _named("rollbar_token", "a Rollbar token", "rollbar", _HEX32),
    _named("bugsnag_key", "a Bugsnag or Airbrake key", "bugsnag|airbrake", _HEX32),
    _named("mixpanel_secret", "a Mixpanel or Amplitude secret", "mixpanel|amplitude", _HEX32),
    _named("segment_key", "a Segment write key", "segment", rb"[A-Za-z0-9]{32}", variety=9),
    _named("codecov_token", "a Codecov token", "codecov", _UUID),
    _named("travis_token", "a Travis CI token", "travis", rb"[A-Za-z0-9_-]{22}", variety=9),
    _named("circleci_key", "a CircleCI token", "circle_?ci|circle", _HEX40),
    _named("jenkins_token", "a Jenkins API token", "jenkins", rb"1[01][a-f0-9]{32}"),
    _named("sonar_login", "a SonarQube token", "sonar", _HEX40),
    _named("wandb_login", "a Weights & Biases API key", "wandb", _HEX40),
    _named("trello_key", "a Trello key", "trello", rb"[a-f0-9]{64}|[a-f0-9]{32}"),
    _named("zendesk_token", "a Zendesk API token", "zendesk", rb"[A-Za-z0-9]{40}", variety=9),
    _named("todoist_token", "a Todoist token", "todoist", _HEX40),
    _named("facebook_secret", "a Facebook app secret", "facebook|fb[_-]|instagram", _HEX32),
    _named("spotify_secret", "a Spotify client secret", "spotify", _HEX32),
    _named("twitch_secret", "a Twitch client secret", "twitch", rb"[a-z0-9]{30}", variety=9),
    _named("discord_secret", "a Discord client secret", "discord", rb"[A-Za-z0-9_-]{32}", variety=9),
    _named("linkedin_secret", "a LinkedIn client secret", "linkedin|linked_in", rb"[A-Za-z0-9]{16}", variety=9),
    _named(
        "twitter_secret", "an X API secret", "twitter", rb"[A-Za-z0-9]{50}|[A-Za-z0-9]{45}|[A-Za-z0-9]{25}", variety=9
    ),
    _named("reddit_secret", "a Reddit client secret", "reddit", rb"[A-Za-z0-9_-]{27,30}", variety=9),
    _named("dropbox_secret", "a Dropbox app secret", "dropbox", rb"[a-z0-9]{15}", variety=8),
    _named("box_secret", "a Box client secret", "box[_-]", rb"[A-Za-z0-9]{32}", variety=9),
    _named("plaid_secret", "a Plaid secret", "plaid", rb"[a-f0-9]{30}"),
    _named("paypal_secret", "a PayPal client secret", "paypal", rb"E[A-Za-z0-9_-]{79}", variety=9),
    _named(
        "coinbase_secret",
        "a Coinbase or Kraken secret",
        "coinbase|kraken|binance",
        rb"[A-Za-z0-9+/]{86}==|[A-Za-z0-9]{64}",
        variety=9,
    ),
    _named("etherscan_key", "an Etherscan or Infura key", "etherscan|infura", rb"[A-Z0-9]{34}|" + _HEX32, variety=7),
    _named("openweather_key", "an OpenWeather API key", "openweather(?:map)?|owm", _HEX32),
    _named("lastfm_key", "a Last.fm or Flickr key", "last_?fm|flickr", _HEX32),
    _named("newsapi_key", "a NewsAPI or Pexels key", "news_?api|pexels|tmdb", rb"[a-f0-9]{32}"),
    _named("ngrok_authtoken", "an ngrok token", "ngrok", rb"[A-Za-z0-9_]{43,49}", variety=9),
    _named("mailjet_key", "a Mailjet or SparkPost key", "mailjet|sparkpost|mj_", rb"[a-f0-9]{40}|[a-f0-9]{32}"),
    _named("vonage_secret", "a Vonage API secret", "vonage|nexmo", rb"[A-Za-z0-9]{16}", variety=9),
    _named("auth0_secret", "an Auth0 client secret", "auth0", rb"[A-Za-z0-9_-]{64}", variety=9),
    _named("docker_hub_key", "a Docker Hub token", "docker_?hub|dockerhub", _UUID),
    _named("npm_legacy_token", "an npm legacy token", "npm", _UUID),
    issuer(
        "sidekiq_credential",
        "a Sidekiq Enterprise credential",
        Form(
            name="contribsys.com in Bundler's settings",
            regex=rb"(?i)bundle_(?:enterprise|gems)__contribsys__com\"?\s?[=:]\s?[\"']?([a-f0-9]{8}:[a-f0-9]{8})",
            variety=5,
        ),
    ),
)
