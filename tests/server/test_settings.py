"""What the server is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from server.settings import ServerSettings


def test_settings_come_back_as_they_were_and_hide_the_password():
    settings = ServerSettings(database=SecretStr("postgresql://a:hidden@b/c"), repository=Path("/srv/repository"))
    assert ServerSettings.model_validate_json(settings.model_dump_json()) == settings
    assert "hidden" not in repr(settings) + str(settings)


def test_what_is_not_known_is_refused_without_its_value():
    with pytest.raises(ValidationError) as caught:
        ServerSettings.model_validate({"database": "x", "repository": "/x", "other": "hidden"})
    assert "hidden" not in str(caught.value)


def test_devices_check_in_neither_all_the_time_nor_never():
    for seconds in (1, 100_000):
        with pytest.raises(ValidationError):
            ServerSettings(database=SecretStr("x"), repository=Path("/x"), check_in_s=seconds)
