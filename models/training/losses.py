"""What is minimized. Needs torch.

Tags: cross entropy among the tags that a source can tell apart (those it annotates, and the one that is right), with
some of it spread evenly over them; a source without persons says nothing about persons. Category: cross entropy, spread
likewise. A student is asked to say what its teacher says, everywhere, and a little what is right.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, log_softmax, softmax

from models.training.labels import ENTITIES, TAGS
from models.training.windows import UNKNOWN

__all__ = ["distilled", "supervised"]

_TAG_SMOOTHING, _CATEGORY_SMOOTHING = 0.03, 0.08
_CATEGORY_WEIGHT = 0.6
_NEVER = -1e4


def _allowed(known: Tensor, tags: Tensor) -> Tensor:
    """For each token, which tags compete."""
    bits = (known[:, None] >> torch.arange(len(ENTITIES), device=known.device)) & 1
    of_tag = torch.cat([torch.ones_like(bits[:, :1]), bits.repeat_interleave(2, dim=1)], dim=1).bool()
    allowed = of_tag[:, None, :].expand(*tags.shape, len(TAGS)).clone()
    gold = tags.clamp(min=0)
    # Both tags of a marked entity, so that where it begins is learned, too.
    entity = (gold - 1).div(2, rounding_mode="floor")
    for shift in (1, 2):
        own = torch.where(gold > 0, entity * 2 + shift, torch.zeros_like(gold))
        allowed.scatter_(2, own[:, :, None], value=True)
    return allowed


def _tag_loss(logits: Tensor, tags: Tensor, known: Tensor) -> Tensor:
    is_known = tags != UNKNOWN
    if not bool(is_known.any()):
        return logits.sum() * 0.0
    allowed = _allowed(known, tags)[is_known]
    logs = log_softmax(logits.float()[is_known].masked_fill(~allowed, _NEVER), -1)
    right = -logs.gather(1, tags[is_known][:, None]).squeeze(1)
    even = -(logs * allowed).sum(1) / allowed.sum(1)
    return ((1 - _TAG_SMOOTHING) * right + _TAG_SMOOTHING * even).mean()


def _category_loss(logits: Tensor, category: Tensor) -> Tensor:
    if not bool((category != UNKNOWN).any()):
        return logits.sum() * 0.0
    return cross_entropy(logits.float(), category, ignore_index=UNKNOWN, label_smoothing=_CATEGORY_SMOOTHING)


def supervised(tag_logits: Tensor, category_logits: Tensor, tags: Tensor, known: Tensor, category: Tensor) -> Tensor:
    """What a network is to learn from the answers."""
    return _tag_loss(tag_logits, tags, known) + _CATEGORY_WEIGHT * _category_loss(category_logits, category)


def distilled(student: tuple[Tensor, Tensor], teacher: tuple[Tensor, Tensor], mask: Tensor) -> Tensor:
    """How far a student's answers are from its teacher's."""
    is_there = mask.bool()
    taught = softmax(teacher[0].float()[is_there], -1)
    tags = -(taught * log_softmax(student[0].float()[is_there], -1)).sum(-1).mean()
    category = -(softmax(teacher[1].float(), -1) * log_softmax(student[1].float(), -1)).sum(-1).mean()
    return tags + _CATEGORY_WEIGHT * category
