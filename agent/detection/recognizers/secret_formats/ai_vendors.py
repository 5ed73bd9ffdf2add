"""SECRET: vendors of AI models, and of the services around them.

OpenAI's keys carry a marker in the middle. Keys in `sk-` without it are taken at a lower confidence: other vendors
copied the prefix, and names in code begin so, too. Anthropic's keys end in AA. Source: each vendor's key documentation.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.key_form import Form, issuer, looks_drawn

__all__ = ["AI_VENDORS"]

_MARKER = "T3BlbkFJ"
_FEWEST_CHARACTERS = 9
_LETTERS_OF_HUGGING_FACE = 34


def _judge_openai(value: str) -> tuple[Judgement, ...]:
    if _MARKER in value and looks_drawn(value):
        return whole_value(value, 0.98, "form: OpenAI's marker")
    if _MARKER in value and not is_placeholder(value):
        return whole_value(value, 0.5, "form: OpenAI's marker, though it counts up")
    if not looks_drawn(value, _FEWEST_CHARACTERS):
        return ()
    body = value.rpartition("sk-")[2]
    # Names in code ("sk-estimator-doc-link-2") are words; random keys mix digits through them.
    if sum(map(str.isdigit, body)) < 3 or not any(map(str.isalpha, body)) or body.count("-") > len(body) // 8:
        return ()
    return whole_value(value, 0.7, "form: no marker, looks random")


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not a part of a longer dashed name."""
    before = data[max(0, start - 1) : start]
    return not (before.isalnum() or before in (b"-", b"/", b"_")) and data[end : end + 1] not in (b"-", b"_")


def _is_hugging_face(value: str) -> bool:
    """Exactly 34 letters in both cases: names in code are longer, shorter, or in one."""
    body = value.rpartition("_")[2]
    return len(body) == _LETTERS_OF_HUGGING_FACE and not body.islower()


_OPENAI = Recognizer(
    recognizer_id="secret.openai_key",
    entity=Entity.SECRET,
    title="an OpenAI API key",
    patterns=(
        Pattern(
            name="sk-proj-, sk-svcacct-, sk-admin-, or sk- and 32 characters",
            regex=rb"sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{32,}|[A-Za-z0-9]{32,64})",
            score=0.6,
            judge=_judge_openai,
        ),
    ),
    fits=_fits,
)

AI_VENDORS: tuple[Recognizer, ...] = (
    _OPENAI,
    issuer(
        "anthropic_key",
        "an Anthropic API key",
        Form(
            name="sk-ant- with its kind",
            regex=rb"sk-ant-(?:api|admin|oat|ort|sid)[0-9]{2}-[A-Za-z0-9_-]{80,110}AA",
            confidence=0.98,
        ),
    ),
    issuer(
        "huggingface_token",
        "a Hugging Face token",
        Form(
            name="hf_ or api_org_, and 34 letters",
            # Counted by the proof: 32 characters in the pattern would make it a long token for the prefilter, and those
            # are looked at only where they hold a digit.
            regex=rb"(?:hf|api_org)_[A-Za-z]{28,34}",
            variety=7,
            proof=_is_hugging_face,
        ),
    ),
    issuer("replicate_token", "a Replicate API token", Form(name="r8_", regex=rb"r8_[A-Za-z0-9]{37,40}")),
    issuer("groq_key", "a Groq API key", Form(name="gsk_", regex=rb"gsk_[A-Za-z0-9]{52}")),
    issuer("perplexity_key", "a Perplexity API key", Form(name="pplx-", regex=rb"pplx-[A-Za-z0-9]{48,56}")),
    issuer("xai_key", "an xAI API key", Form(name="xai-", regex=rb"xai-[A-Za-z0-9_-]{70,120}")),
    issuer("together_key", "a Together AI key", Form(name="tgp_v1_", regex=rb"tgp_v1_[A-Za-z0-9_-]{43}")),
    issuer(
        "fireworks_key",
        "a Fireworks AI key",
        Form(name="fw_", regex=rb"fw_[A-Za-z0-9]{22,24}", confidence=0.8, variety=9),
    ),
    issuer("openrouter_key", "an OpenRouter key", Form(name="sk-or-", regex=rb"sk-or-v[0-9]-[A-Za-z0-9_-]{20,80}")),
    issuer("llamacloud_key", "a LlamaCloud API key", Form(name="llx-", regex=rb"llx-[A-Za-z0-9_-]{40,56}")),
    issuer(
        "langsmith_key",
        "a LangSmith API key",
        Form(name="lsv2_ or ls__", regex=rb"(?:lsv2_(?:pt|sk)_[a-fA-F0-9]{32}_[a-fA-F0-9]{10}|ls__[a-f0-9]{32})"),
    ),
    issuer(
        "langfuse_key",
        "a Langfuse secret key",
        Form(name="sk-lf-", regex=rb"sk-lf-[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}"),
    ),
    issuer("tavily_key", "a Tavily API key", Form(name="tvly-", regex=rb"tvly-(?:dev-|prod-)?[A-Za-z0-9_-]{32,56}")),
    issuer("elevenlabs_key", "an ElevenLabs API key", Form(name="sk_ and 48 digits", regex=rb"sk_[a-f0-9]{48}")),
    issuer("nvidia_key", "an NVIDIA API key", Form(name="nvapi-", regex=rb"nvapi-[A-Za-z0-9_-]{60,70}")),
    issuer("cerebras_key", "a Cerebras API key", Form(name="csk-", regex=rb"csk-[a-z0-9]{48}")),
    issuer("jina_key", "a Jina API key", Form(name="jina_", regex=rb"jina_[a-f0-9]{32}[A-Za-z0-9_-]{28}")),
    issuer(
        "voyage_key", "a Voyage AI key", Form(name="pa- and 43 characters", regex=rb"pa-[A-Za-z0-9_-]{43}", variety=9)
    ),
    issuer("firecrawl_key", "a Firecrawl API key", Form(name="fc-", regex=rb"fc-[a-f0-9]{32}")),
    issuer("e2b_key", "an E2B API key", Form(name="e2b_", regex=rb"e2b_[a-f0-9]{40}")),
    issuer("runpod_key", "a RunPod API key", Form(name="rpa_", regex=rb"rpa_[A-Za-z0-9]{30,50}")),
    issuer("helicone_key", "a Helicone API key", Form(name="sk-helicone-", regex=rb"sk-helicone-[a-z0-9-]{30,50}")),
    issuer("cursor_key", "a Cursor API key", Form(name="crsr_", regex=rb"(?:crsr|key)_[a-f0-9]{64}")),
    issuer("wandb_key", "a Weights & Biases key", Form(name="wandb_v1_", regex=rb"wandb_v1_[A-Za-z0-9_]{60,90}")),
    issuer(
        "databricks_token",
        "a Databricks token",
        Form(name="dapi or dkea", regex=rb"(?:dapi|dkea)(?:[a-f0-9]{32}|[A-F0-9]{32})(?:-[0-9])?"),
    ),
    issuer(
        "pinecone_key", "a Pinecone API key", Form(name="pcsk_", regex=rb"pcsk_[A-Za-z0-9]{5,7}_[A-Za-z0-9]{50,70}")
    ),
    issuer(
        "apify_token", "an Apify API token", Form(name="apify_api_", regex=rb"apify_api_[A-Za-z0-9]{34,40}", variety=8)
    ),
    issuer("cartesia_key", "a Cartesia API key", Form(name="sk_car_", regex=rb"sk_car_[A-Za-z0-9_]{20,24}", variety=8)),
    issuer(
        "minimax_key", "a MiniMax API key", Form(name="sk-api-", regex=rb"sk-api-[A-Za-z0-9_-]{100,125}", variety=8)
    ),
    issuer(
        "devin_key",
        "a Devin API key",
        Form(name="apk_ or apk_user_", regex=rb"apk_(?:user_)?[A-Za-z0-9+/]{80,180}={0,2}", variety=8),
        Form(name="cog_", regex=rb"cog_[a-z2-7]{52}", variety=8),
    ),
    issuer(
        "retell_key",
        "a voice or search vendor's API key",
        Form(name="BSA of Brave Search", regex=rb"BSA[A-Za-z0-9_-]{24,40}", variety=9, needs_context=True),
        Form(name="key_ of Retell", regex=rb"key_[a-f0-9]{28,32}", variety=8, needs_context=True),
        words=("brave", "retell"),
    ),
)
