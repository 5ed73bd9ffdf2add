"""SECRET: e-mail, SMS and push delivery.

Source: each service's API documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["MESSAGING"]

MESSAGING: tuple[Recognizer, ...] = (
    issuer(
        "sendgrid_key",
        "a SendGrid API key",
        Form(name="SG. and two parts", regex=rb"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}"),
    ),
    issuer(
        "mailgun_key",
        "a Mailgun API key",
        Form(name="key- and 32 digits", regex=rb"key-[a-f0-9]{32}"),
        Form(
            name="digits in three parts",
            regex=rb"[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}",
            variety=7,
        ),
    ),
    issuer(
        "mailchimp_key",
        "a Mailchimp API key",
        Form(
            name="32 digits and a data center",
            regex=rb"[a-f0-9]{32}-us[0-9]{1,2}",
            confidence=0.9,
        ),
    ),
    issuer(
        "mandrill_key",
        "a Mandrill API key",
        Form(name="md-", regex=rb"md-[A-Za-z0-9_-]{22}", confidence=0.85, variety=9),
    ),
    issuer(
        "brevo_key",
        "a Brevo API key",
        Form(name="xkeysib- or xsmtpsib-", regex=rb"x(?:key|smtp)sib-[a-fA-F0-9]{64}-[A-Za-z0-9]{16}"),
    ),
    issuer(
        "resend_key", "a Resend API key", Form(name="re_", regex=rb"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,28}", variety=9)
    ),
    issuer("mailersend_token", "a MailerSend API token", Form(name="mlsn.", regex=rb"mlsn\.[A-Za-z0-9]{30,100}")),
    issuer(
        "twilio_key",
        "a Twilio API key",
        Form(name="SK and 32 digits", regex=rb"SK(?:[a-f0-9]{32}|[A-F0-9]{32})", confidence=0.9),
        Form(
            name="account id and its token",
            regex=rb"\bAC[a-f0-9]{32}[\"']?\s{0,3}[,:]\s{0,12}[\"']?([a-f0-9]{32})",
            confidence=0.9,
        ),
    ),
    issuer(
        "onesignal_key",
        "a OneSignal API key",
        Form(name="os_v2_", regex=rb"os_v2_(?:app|org)_[a-z2-7]{60,}", variety=8),
    ),
    issuer(
        "courier_token", "a Courier or Novu key", Form(name="pk_prod_ or dk_prod_", regex=rb"[pd]k_prod_[A-Z0-9]{28}")
    ),
    issuer("klaviyo_key", "a Klaviyo private key", Form(name="pk_ and 34 digits", regex=rb"pk_[a-f0-9]{34}")),
    issuer("nylas_key", "a Nylas API key", Form(name="nyk_", regex=rb"nyk_(?:v0_)?[A-Za-z0-9]{60,70}", variety=9)),
)
