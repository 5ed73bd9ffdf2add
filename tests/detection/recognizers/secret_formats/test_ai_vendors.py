"""Keys of AI vendors. Every key is put together here and opens nothing."""

from __future__ import annotations

import string

from agent.detection.recognizers.secret_formats.ai_vendors import AI_VENDORS
from tests.detection.recognizers.secret_formats.scanning import (
    BASE32,
    LOWER,
    UPPER,
    Key,
    covering,
    finding_keys,
    finding_nothing,
    hexadecimal,
    refusing_longer_words,
    refusing_masks,
    uuid,
)
from tests.detection.samples import random_text

KEYS: list[Key] = [
    ("openai_key", "sk-proj-" + random_text(60) + "T3BlbkFJ" + random_text(60, seed=2)),
    ("openai_key", "sk-" + random_text(20) + "T3BlbkFJ" + random_text(20, seed=2)),
    ("openai_key", "sk-" + random_text(48)),
    ("anthropic_key", "sk-ant-api03-" + random_text(93) + "AA"),
    ("huggingface_token", "hf_" + random_text(34, string.ascii_letters)),
    ("huggingface_token", "api_org_" + random_text(34, string.ascii_letters)),
    ("replicate_token", "r8_" + random_text(37)),
    ("groq_key", "gsk_" + random_text(52)),
    ("perplexity_key", "pplx-" + random_text(48)),
    ("xai_key", "xai-" + random_text(80)),
    ("together_key", "tgp_v1_" + random_text(43)),
    ("fireworks_key", "fw_" + random_text(24)),
    ("openrouter_key", "sk-or-v1-" + hexadecimal(64)),
    ("llamacloud_key", "llx-" + random_text(48)),
    ("langsmith_key", "lsv2_pt_" + hexadecimal(32) + "_" + hexadecimal(10, 2)),
    ("langfuse_key", "sk-lf-" + uuid()),
    ("tavily_key", "tvly-" + random_text(32)),
    ("elevenlabs_key", "sk_" + hexadecimal(48)),
    ("nvidia_key", "nvapi-" + random_text(64)),
    ("cerebras_key", "csk-" + random_text(48, LOWER)),
    ("jina_key", "jina_" + hexadecimal(32) + random_text(28)),
    ("voyage_key", "pa-" + random_text(43)),
    ("firecrawl_key", "fc-" + hexadecimal(32)),
    ("e2b_key", "e2b_" + hexadecimal(40)),
    ("runpod_key", "rpa_" + random_text(36, UPPER)),
    ("helicone_key", "sk-helicone-" + random_text(36, LOWER)),
    ("cursor_key", "crsr_" + hexadecimal(64)),
    ("wandb_key", "wandb_v1_" + random_text(80)),
    ("databricks_token", "dapi" + hexadecimal(32) + "-2"),
    ("pinecone_key", "pcsk_" + random_text(6) + "_" + random_text(60)),
    ("apify_token", "apify_api_" + random_text(36)),
    ("cartesia_key", "sk_car_" + random_text(22)),
    ("minimax_key", "sk-api-" + random_text(119)),
    ("devin_key", "apk_user_" + random_text(140)),
    ("devin_key", "cog_" + random_text(52, BASE32.lower())),
    ("retell_key", "retell key_" + hexadecimal(28)),
    ("retell_key", "Brave: BSA" + random_text(28)),
]

NOT_FOUND = [
    ("name in code", "sk-estimator-parametrized-doc-link-2-dd-item"),
    ("long name in code", "mask-" + "sk-" + "learn-pipeline-with-many-steps-and-names"),
    ("method", "hf_requiredCharacteristicTypesForDisplayMetadata"),
    ("template", "sk-ant-api03-<your key here>"),
    ("word of letters", "hf_" + "thequickbrownfoxjumpsoverthelazydo"),
]


test_every_issuer_has_a_key_here = covering(KEYS, AI_VENDORS)
test_finds_key = finding_keys(KEYS)
test_mask_is_no_key = refusing_masks(KEYS)
test_key_in_a_longer_word_is_none = refusing_longer_words(KEYS)
test_finds_nothing = finding_nothing(NOT_FOUND)
