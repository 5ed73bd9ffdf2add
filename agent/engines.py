"""Composition root of the pure engines: recognizers, catalogue and policy, as the agent and `cordon scan` use them."""

from __future__ import annotations

from agent.core import ActiveWindow, Assessment, Channel, Destination, Verdict
from agent.destinations import packaged_catalogue
from agent.detection import default_pipeline
from agent.policy import Facts, Policy, packaged_policy
from agent.service.coordinator import Engines

__all__ = ["build_engines"]


def build_engines() -> tuple[Policy, Engines]:
    """Return the policy in force and the engines under it; takes some 100 ms."""
    pipeline, catalogue, policy = default_pipeline(), packaged_catalogue(), packaged_policy()

    def evaluate(assessment: Assessment, destination: Destination, channel: Channel) -> Verdict:
        return policy.evaluate(Facts(assessment=assessment, destination=destination, channel=channel))

    def match(window: ActiveWindow) -> Destination | None:
        destination = catalogue.match(window)
        return policy.apply_status(destination) if destination is not None else None

    return policy, Engines(assess=pipeline.assess, match=match, evaluate=evaluate)
