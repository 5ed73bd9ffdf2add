"""What the tray knows before it asked anybody."""

from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.protection import Tone, protection


def test_nothing_is_claimed_before_the_first_answer():
    assert Link() == Link(state=LinkState.CONNECTING, status=None)
    assert protection(Link()).tone is Tone.NEUTRAL


def test_connected_without_a_status_is_not_protected_yet():
    assert protection(Link(state=LinkState.CONNECTED)).tone is Tone.NEUTRAL
