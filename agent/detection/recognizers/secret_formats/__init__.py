"""Secrets with a form of their own: issuers' keys, key files, tokens, credentials in headers and connection strings.

A new issuer is one row in the module of its field.
"""

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.secret_formats.ai_vendors import AI_VENDORS
from agent.detection.recognizers.secret_formats.authorization import AUTHORIZATION
from agent.detection.recognizers.secret_formats.aws import AWS
from agent.detection.recognizers.secret_formats.azure import AZURE
from agent.detection.recognizers.secret_formats.build_services import BUILD_SERVICES
from agent.detection.recognizers.secret_formats.chat import CHAT
from agent.detection.recognizers.secret_formats.cloud import CLOUD
from agent.detection.recognizers.secret_formats.code_hosting import CODE_HOSTING
from agent.detection.recognizers.secret_formats.command_line import COMMAND_CREDENTIAL
from agent.detection.recognizers.secret_formats.connection_string import CONNECTION_STRINGS
from agent.detection.recognizers.secret_formats.credential_files import CREDENTIAL_FILES
from agent.detection.recognizers.secret_formats.databases import DATABASES
from agent.detection.recognizers.secret_formats.google import GOOGLE
from agent.detection.recognizers.secret_formats.identity import IDENTITY
from agent.detection.recognizers.secret_formats.json_web import JSON_WEB
from agent.detection.recognizers.secret_formats.key_body import KEY_BODY
from agent.detection.recognizers.secret_formats.messaging import MESSAGING
from agent.detection.recognizers.secret_formats.monitoring import MONITORING
from agent.detection.recognizers.secret_formats.named_keys import NAMED_KEYS
from agent.detection.recognizers.secret_formats.networks import NETWORKS
from agent.detection.recognizers.secret_formats.payments import PAYMENTS
from agent.detection.recognizers.secret_formats.prefixed_token import PREFIXED_TOKEN
from agent.detection.recognizers.secret_formats.private_key import PRIVATE_KEYS
from agent.detection.recognizers.secret_formats.productivity import PRODUCTIVITY

__all__ = ["SECRET_FORMATS"]

SECRET_FORMATS: tuple[Recognizer, ...] = (
    *AWS,
    *GOOGLE,
    *AZURE,
    *CLOUD,
    *CODE_HOSTING,
    *BUILD_SERVICES,
    *AI_VENDORS,
    *PAYMENTS,
    *MESSAGING,
    *CHAT,
    *MONITORING,
    *DATABASES,
    *IDENTITY,
    *NETWORKS,
    *PRODUCTIVITY,
    *NAMED_KEYS,
    PREFIXED_TOKEN,
    *PRIVATE_KEYS,
    KEY_BODY,
    *JSON_WEB,
    *AUTHORIZATION,
    COMMAND_CREDENTIAL,
    *CREDENTIAL_FILES,
    *CONNECTION_STRINGS,
)
