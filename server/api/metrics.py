"""Counters and gauges for Prometheus, without names of people, devices or teams.

Several web processes on one machine add theirs up through a folder that `PROMETHEUS_MULTIPROC_DIR` names.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import Scope

from server.storage.reports import FleetSummary

__all__ = ["METRICS_TYPE", "ServerMetrics"]

METRICS_TYPE: Final = CONTENT_TYPE_LATEST
_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class ServerMetrics:
    """What is counted in one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "cordon_http_requests",
            "Requests, by route, method and status.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "cordon_http_seconds", "Time to answer, by route.", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self._events = Counter(
            "cordon_events", "Enrolments, check-ins and their refusals.", ("event",), registry=self._registry
        )

    def count_request(self, scope: Scope, status: int, began: float) -> None:
        """Count one answer. The route's pattern is the name: paths hold ids."""
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(time.perf_counter() - began)

    def count(self, event: str) -> None:
        """Count something that happened; `event` is one of a few fixed words."""
        self._events.labels(event).inc()

    def render(
        self,
        summary: FleetSummary,
        expires_in_s: Mapping[str, float],
        signer_troubles: Mapping[str, int] = MappingProxyType({}),
    ) -> bytes:
        """Return everything in Prometheus' text format.

        Args:
            summary: of the fleet.
            expires_in_s: of the repository's online roles.
            signer_troubles: what the signer cannot do now, by code.
        """
        shown = CollectorRegistry()
        if os.environ.get(_FOLDER):
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call] # of the library
            counted = generate_latest(shown)
        else:
            counted = generate_latest(self._registry)
        gauges = CollectorRegistry()
        gauges.register(_Fleet(summary, expires_in_s, signer_troubles))
        return counted + generate_latest(gauges)


class _Fleet(Collector):
    def __init__(
        self, summary: FleetSummary, expires_in_s: Mapping[str, float], signer_troubles: Mapping[str, int]
    ) -> None:
        self._signer_troubles = signer_troubles
        self._summary = summary
        self._expires_in_s = expires_in_s

    def collect(self) -> list[GaugeMetricFamily]:
        said = self._summary
        found = []
        for name, text, value in (
            ("devices", "Devices in service.", said.devices),
            ("devices_silent", "Of these, not heard of for a week.", said.silent),
            ("devices_waiting", "Devices whose newest assignment is not published yet.", said.waiting),
            ("devices_retired", "Devices out of service.", said.retired),
            ("history_troubles", "Sessions whose history's chain went back or differs.", said.history_troubles),
            ("exceptions_pending", "Requests that wait for a decision.", said.exceptions_pending),
            ("publications_pending", "Publications that wait for the signer.", said.publications_pending),
        ):
            found.append(GaugeMetricFamily(f"cordon_{name}", text, value=value))
        for name, text, label, values in (
            ("devices_by_version", "Devices in service, by version.", "version", said.by_agent_version),
            ("devices_with_issue", "Devices in service with an open health issue.", "code", said.by_issue),
            ("sessions_by_policy", "Sessions, by the policy in force there.", "version", said.by_policy_version),
            ("signer_troubles", "What the signer cannot do now: steps, devices.", "code", self._signer_troubles),
        ):
            family = GaugeMetricFamily(f"cordon_{name}", text, labels=[label])
            for key, value in values.items():
                family.add_metric([key], value)
            found.append(family)
        expiry = GaugeMetricFamily(
            "cordon_repository_expires_in_seconds", "Until a role of the repository expires.", labels=["role"]
        )
        for role, seconds in self._expires_in_s.items():
            expiry.add_metric([role], seconds)
        return [*found, expiry]
