"""Who listens on this device, with real sockets."""

from __future__ import annotations

import os
import socket

from agent.core.app_ports import ListenersFound
from agent.sensors.installed.listeners import ListenerLooks
from agent.sensors.processes import system_processes
from tests.fakes.process_table import FakeProcessTable


def ports(found: ListenersFound | None) -> dict[int, int | None]:
    assert found is not None
    return {each.port: each.process.pid if each.process is not None else None for each in found.listeners}


def test_a_port_is_told_with_its_process_and_gone_when_it_closes():
    looks = ListenerLooks(system_processes())
    looks.look()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert ports(looks.look())[port] == os.getpid()
        assert looks.look() is None
    assert port not in ports(looks.look())


def test_a_connection_is_no_listener():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getsockname()[1] not in ports(ListenerLooks(system_processes()).look())


def test_a_process_that_says_nothing_is_a_port_without_one():
    table = FakeProcessTable()
    table.others.add(os.getpid())
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert ports(ListenerLooks(table).look())[server.getsockname()[1]] is None


def test_a_process_is_asked_once_as_long_as_it_listens():
    table = FakeProcessTable()
    looks = ListenerLooks(table)
    with socket.create_server(("127.0.0.1", 0)):
        looks.look()
        looks.look()
        assert table.asked.count(os.getpid()) == 1


def test_forgetting_tells_the_same_again():
    looks = ListenerLooks(system_processes())
    with socket.create_server(("127.0.0.1", 0)) as server:
        looks.look()
        looks.forget()
        assert server.getsockname()[1] in ports(looks.look())
