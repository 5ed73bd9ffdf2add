"""Composition root of the agent: builds every part, starts them in order, and stops them in reverse.

What stops the agent (a signal, `agent.stop`) only sets an event; everything is then taken down here, each part within
its own deadline, so that nothing is left behind and the clipboard is as the person left it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from agent.apps import Apps, AppSides
from agent.classifier.client import ClassifierClient
from agent.core import Scope
from agent.core.health import ChannelCoverage, HealthCode
from agent.core.ports import EventStore, Observation, Sensor
from agent.detection.classifier import Classifier
from agent.enforcement import ClipboardEnforcer, select_clipboard_writer
from agent.engines import Engineering, build_classifier, build_models
from agent.governance import Governance, GovernanceSides, Places
from agent.history import history_recorder
from agent.ipc.messages import StatusResult
from agent.ipc.server import IpcServer
from agent.sensors.active_window import select_window_sensor
from agent.sensors.clipboard import select_clipboard_sensor
from agent.service.control import AgentControl, AgentFacts
from agent.service.coordinator import Coordinator
from agent.service.coverage import channel_coverage
from agent.service.health import HealthTable
from agent.service.hook_gestures import HookGestures
from agent.service.mailbox import Mailbox
from agent.service.model_in_force import ModelInForce
from agent.service.policy_in_force import PolicyInForce
from agent.service.prompts import PromptBroker
from agent.service.publisher import StatusPublisher
from agent.service.retention import Retention
from agent.service.supervisor import TraySupervisor
from agent.system.clocks import elapsed_s
from agent.system.folders import Folders
from agent.system.hardening import harden_process
from agent.system.instance import InstanceLock
from agent.system.logs import open_log_file
from agent.system.programs import program_command
from agent.system.secrets import system_secret_store
from agent.system.session import Session
from agent.system.stop_signals import stop_signals

__all__ = ["AgentOptions", "run_agent"]

_log = logging.getLogger(__name__)

_TRAY_START_S = 5.0
_MODEL_BUDGET_S = 1.5
"""For one text: within what a question waits for its assessment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentOptions:
    """How to run.

    Attributes:
        places: where this instance keeps its files, and policies may come from.
        session: what there is to watch.
        scope: who and where this is, asked at each verdict.
        language: of the person (ISO 639).
        with_tray: keep a tray running, if the session can show one.
        on_ready: called once, when everything has started; without the tray if that takes too long.
    """

    places: Places
    session: Session
    scope: Callable[[], Scope]
    language: str
    with_tray: bool
    on_ready: Callable[[StatusResult], None]


async def run_agent(options: AgentOptions) -> None:
    """Run until a signal or `agent.stop` ends it.

    Raises:
        AlreadyRunningError: another agent runs on the same folders.
        FolderError, LockFileError: the folders cannot be used.
        SocketError: the socket cannot be made.
        EnrolledError, UntrustedFileError: a policy file is named, and the device is governed or the file is not to be
            trusted.
        PolicyFileError, PolicyError: it cannot be used.
    """
    folders, session = options.places.folders, options.session
    stopping = asyncio.Event()
    health = HealthTable()
    async with contextlib.AsyncExitStack() as stack:
        folders.prepare()  # what cannot be written is reported by whoever writes there
        stack.callback(InstanceLock(folders.agent_lock, folders.state).release)
        stack.enter_context(stop_signals(stopping))
        stack.enter_context(open_log_file(folders.log, health))
        _begin(session, health)
        classifier = build_classifier(health, budget_s=_MODEL_BUDGET_S)
        governance = Governance(options.places, _engineering(options, classifier), health)
        policy = PolicyInForce(governance.load, health)
        offer_model = _model_offers(classifier, folders, policy, health, stack)
        store = _start_history(folders, health, stack)
        tray_ready = asyncio.Event()

        def tray_changed() -> None:
            if prompts.is_connected:
                tray_ready.set()
            publisher.changed()

        prompts = PromptBroker(on_connection=tray_changed)
        enforcer = ClipboardEnforcer(
            prompter=prompts,
            writer=select_clipboard_writer(session),
            is_current=lambda request: coordinator.is_current(request),  # noqa: PLW0108 - bound below
            newest_assessment=lambda request: coordinator.newest_assessment(request),  # noqa: PLW0108 - as above
        )
        clipboard = select_clipboard_sensor(session, health)
        tray = program_command("tray") if options.with_tray and session.is_graphical else None
        supervisor = TraySupervisor(
            command=(*(tray or ()), "--socket", str(folders.agent_socket)), prompts=prompts, health=health
        )

        coverage = partial(_coverage, health, clipboard.backend, prompts)
        apps = Apps(
            AppSides(
                policy=policy,
                health=health,
                folders=folders,
                tell=prompts.tell_app,
                on_change=lambda: publisher.apps_changed(),  # noqa: PLW0108 - bound below
            )
        )
        control = AgentControl(
            facts=AgentFacts(
                instance_id=uuid.uuid4().hex,
                pid=os.getpid(),
                started_at=datetime.now(UTC),
                clipboard_backend=clipboard.backend,
                has_tray=tray is not None,
            ),
            policy=policy,
            health=health,
            prompts=prompts,
            store=store,
            coverage=coverage,
            request_stop=stopping.set,
            wake_tray=supervisor.wake,
            sync=governance.front,
            hooks=lambda: hooks.handlers,
            apps=apps.handlers,
        )
        server = IpcServer(folders.agent_socket, control)
        publisher = StatusPublisher(
            status=control.status,
            publish=server.publish,
            next_change_at=health.next_visible_at,
            clock=lambda: datetime.now(UTC),
        )
        stack.callback(publisher.close)
        health.set_listener(_on_health_change(publisher, governance))
        coordinator = Coordinator(
            engines=policy.engines,
            enforcer=enforcer,
            store=store,
            health=health,
            on_copy=prompts.withdraw_all,
            on_event=publisher.event,
        )
        stack.push_async_callback(coordinator.close)
        hooks = HookGestures(engines=policy.engines, judge=coordinator.judge, health=health)
        stack.push_async_callback(hooks.close)
        policy.set_listener(_on_policy_change(publisher, coordinator, governance, apps, offer_model))
        # Before these: it ends what they would wait for.
        stack.push_async_callback(asyncio.to_thread, classifier.close)
        await stack.enter_async_context(
            Retention(
                store=store,
                days=lambda: policy.facts.history_days,
                clock=lambda: datetime.now(UTC),
                elapsed_s=elapsed_s,
            )
        )
        await stack.enter_async_context(apps.watching())
        await _serve(server, stack)

        await stack.enter_async_context(
            governance.begin(GovernanceSides(policy=policy, store=store, coverage=coverage, changed=publisher.changed))
        )
        _start_sensors((clipboard, select_window_sensor(session, health)), (coordinator.observe, apps.observe), stack)
        if tray is not None:
            supervisor.start()
            stack.push_async_callback(supervisor.stop)
            await _wait_for_either(tray_ready, stopping, timeout_s=_TRAY_START_S)
        options.on_ready(control.status())
        await stopping.wait()
        _log.info("agent stops")


def _coverage(health: HealthTable, backend: str, prompts: PromptBroker) -> tuple[ChannelCoverage, ...]:
    return channel_coverage(health=health.open_codes(), backend=backend, can_warn=prompts.is_connected)


def _begin(session: Session, health: HealthTable) -> None:
    _log.info("agent starts: pid %d, session %s", os.getpid(), session.kind)
    # Again, since its result was nobody's before there was health.
    if not harden_process().is_complete:
        health.report(HealthCode.NOT_HARDENED)


def _start_history(folders: Folders, health: HealthTable, stack: contextlib.AsyncExitStack) -> EventStore:
    secrets = system_secret_store(folders, os.environ, health)
    store = history_recorder(folders.history_file, secrets, health, prepare_folder=folders.prepare)
    store.start()
    stack.push_async_callback(asyncio.to_thread, store.close)
    return store


async def _serve(server: IpcServer, stack: contextlib.AsyncExitStack) -> None:
    await server.start()
    stack.push_async_callback(server.stop)


def _start_sensors(
    sensors: Iterable[Sensor],
    observers: Sequence[Callable[[Observation], None]],
    stack: contextlib.AsyncExitStack,
) -> None:
    def observe(observation: Observation) -> None:
        for each in observers:
            each(observation)

    mailbox = Mailbox(asyncio.get_running_loop(), observe)
    for sensor in sensors:
        sensor.start(mailbox.put)
        stack.push_async_callback(asyncio.to_thread, sensor.stop)


def _model_offers(
    classifier: ClassifierClient,
    folders: Folders,
    policy: PolicyInForce,
    health: HealthTable,
    stack: contextlib.AsyncExitStack,
) -> Callable[[], None]:
    """Have the model in force that is delivered with the policy; returns what is to be called when that changes."""
    model = ModelInForce(build_models(classifier, folders.state / "models"), health)
    stack.push_async_callback(asyncio.to_thread, model.close)
    model.offer(policy.model)
    return lambda: model.offer(policy.model)


def _engineering(options: AgentOptions, classifier: Classifier) -> Engineering:
    return Engineering(classifier=classifier, scope=options.scope, language=options.language)


def _on_health_change(publisher: StatusPublisher, governance: Governance) -> Callable[[], None]:
    """What is to be done when health is different, called on whatever thread has noticed."""
    loop = asyncio.get_running_loop()

    def changed() -> None:
        publisher.changed_threadsafe()
        with contextlib.suppress(RuntimeError):  # the loop has closed
            loop.call_soon_threadsafe(governance.health_changed)

    return changed


def _on_policy_change(
    publisher: StatusPublisher,
    coordinator: Coordinator,
    governance: Governance,
    apps: Apps,
    offer_model: Callable[[], None],
) -> Callable[[], None]:
    """What is to be done when another policy is in force, called on whatever thread has put it there."""
    loop = asyncio.get_running_loop()

    def changed() -> None:
        offer_model()
        publisher.changed_threadsafe()
        loop.call_soon_threadsafe(coordinator.policy_changed)
        loop.call_soon_threadsafe(apps.policy_changed)
        loop.call_soon_threadsafe(governance.policy_changed)

    return changed


async def _wait_for_either(*events: asyncio.Event, timeout_s: float) -> None:
    tasks = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(tasks, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
