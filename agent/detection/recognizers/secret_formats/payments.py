"""SECRET: payments, shops, shipping and finance.

Publishable keys (`pk_`) are meant for browsers and are no secrets. Test keys are: they open a test account. Source:
each issuer's API key documentation.
"""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.key_form import Form, issuer

__all__ = ["PAYMENTS"]

_UUID = rb"[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"

PAYMENTS: tuple[Recognizer, ...] = (
    issuer(
        "stripe_key",
        "a Stripe key",
        Form(
            name="secret, restricted or organization key",
            regex=rb"(?:sk|rk)_(?:test|live|prod|org)_[A-Za-z0-9]{10,}",
            reach_bytes=256,
        ),
        Form(name="webhook signing secret", regex=rb"whsec_[A-Za-z0-9+/]{32,64}={0,2}"),
    ),
    issuer(
        "square_token",
        "a Square token",
        Form(name="sq0atp- or sq0csp-", regex=rb"sq0(?:atp|csp)-[A-Za-z0-9_-]{20,50}"),
        Form(name="EAAA and 60 characters", regex=rb"EAAA[A-Za-z0-9_-]{57,62}", variety=9),
    ),
    issuer(
        "braintree_token",
        "a PayPal Braintree access token",
        Form(name="access_token$", regex=rb"access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}"),
    ),
    issuer("razorpay_key", "a Razorpay key", Form(name="rzp_", regex=rb"rzp_(?:live|test)_[A-Za-z0-9]{14,24}")),
    issuer(
        "flutterwave_key",
        "a Flutterwave secret key",
        Form(name="FLWSECK", regex=rb"FLWSECK(?:_TEST|_PROD)?-[A-Za-z0-9]{12,40}(?:-X)?"),
    ),
    issuer("adyen_key", "an Adyen API key", Form(name="AQE", regex=rb"AQE[a-z][A-Za-z0-9+/=.\-_]{80,}", variety=9)),
    issuer(
        "plaid_token",
        "a Plaid access token",
        Form(name="access-", regex=rb"access-(?:sandbox|development|production)-" + _UUID),
    ),
    issuer(
        "shopify_token",
        "a Shopify token",
        Form(name="shp?? and 32 digits", regex=rb"shp(?:at|ca|pa|ss|tka|ua)_[a-fA-F0-9]{32}"),
    ),
    issuer("checkout_key", "a Checkout.com secret key", Form(name="sk_sbox_", regex=rb"sk_sbox_[a-z2-7*#$=]{24,32}")),
    issuer(
        "mollie_key",
        "a Mollie API key",
        Form(
            name="live_ or test_, and 30 characters",
            regex=rb"(?:live|test)_[A-Za-z0-9]{30}",
            confidence=0.85,
            variety=9,
        ),
    ),
    issuer(
        "gocardless_token",
        "a GoCardless or Lob key",
        Form(
            name="live_ or test_, and 35 or 40 characters",
            regex=rb"(?:live|sandbox|test)_(?:[a-f0-9]{35}|[A-Za-z0-9_-]{40})",
            confidence=0.85,
            variety=8,
        ),
    ),
    issuer(
        "easypost_key", "an EasyPost API key", Form(name="EZAK or EZTK", regex=rb"EZ[AT]K[A-Za-z0-9]{54}", variety=9)
    ),
    issuer("shippo_token", "a Shippo token", Form(name="shippo_", regex=rb"shippo_(?:live|test)_[a-fA-F0-9]{40}")),
    issuer("duffel_token", "a Duffel token", Form(name="duffel_", regex=rb"duffel_(?:live|test)_[A-Za-z0-9_=-]{43}")),
    issuer(
        "paddle_key",
        "a Paddle API key",
        Form(
            name="pdl_",
            regex=rb"pdl_(?:live|sdbx)_(?:apikey|ntfset)_[a-z0-9]{26}_[A-Za-z0-9+/]{22,32}(?:_[A-Za-z0-9]{3})?",
        ),
    ),
    issuer(
        "xendit_key",
        "a Xendit secret key",
        Form(name="xnd_", regex=rb"xnd_(?:development|production)_[A-Za-z0-9]{40,64}"),
    ),
    issuer(
        "mercadopago_token",
        "a Mercado Pago access token",
        Form(name="APP_USR-", regex=rb"(?:APP_USR|TEST)-[0-9]{10,18}-[0-9]{6}-[a-f0-9]{32}-[0-9]{6,12}"),
    ),
    issuer("telnyx_key", "a Telnyx API key", Form(name="KEY01", regex=rb"KEY0[0-9A-F]{31}_[A-Za-z0-9]{22}")),
    issuer(
        "coinbase_key",
        "a Coinbase Commerce or CDP key name",
        Form(
            name="organizations/, with its key",
            regex=rb"organizations/" + _UUID + rb"/apiKeys/" + _UUID,
            confidence=0.8,
        ),
    ),
    issuer("asaas_key", "an Asaas API key", Form(name="aact_", regex=rb"aact_(?:prod|hmlg)_[A-Za-z0-9_:$-]{20,200}")),
    issuer("ramp_secret", "a Ramp client secret", Form(name="ramp_sec_", regex=rb"ramp_sec_[A-Za-z0-9]{40,56}")),
    issuer(
        "mercury_token",
        "a Mercury API token",
        Form(
            name="mercury_production_",
            regex=rb"(?:secret-token:)?mercury_(?:production|sandbox)_[a-z]{3,6}_[A-Za-z0-9]{40,50}_yrucrem",
            variety=5,
        ),
    ),
    issuer(
        "midtrans_key",
        "a Midtrans server key",
        Form(name="Mid-server-", regex=rb"Mid-server-[A-Za-z0-9_-]{12,32}", variety=7),
    ),
    issuer(
        "onfido_token",
        "an Onfido or Persona key",
        Form(
            name="api_live.",
            regex=rb"api_(?:live|sandbox)(?:_[a-z]{2})?\.[A-Za-z0-9_-]{11,80}(?:\.[A-Za-z0-9_-]{20,80})?",
            variety=8,
        ),
        Form(name="persona_", regex=rb"persona_(?:production|sandbox)_[A-Za-z0-9_-]{20,80}", variety=8),
    ),
    issuer(
        "polar_token", "a Polar access token", Form(name="polar_", regex=rb"polar_(?:at|oat|pat)_[A-Za-z0-9_-]{20,100}")
    ),
    issuer(
        "woocommerce_secret",
        "a WooCommerce consumer secret",
        Form(name="cs_ and 40 digits", regex=rb"cs_[a-f0-9]{40}", confidence=0.85),
    ),
)
