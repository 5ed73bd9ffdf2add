"""What forms say: read strictly, with errors that name the field."""

from __future__ import annotations

import pytest
from starlette.datastructures import FormData

from server.console.errors import FormError, FormNotOursError
from server.console.visitors import Form, Visitor, checked_form, form_token
from server.storage.roles import Actor, Permission, Role


def _form(**fields: str) -> Form:
    return Form(FormData(fields))


def test_fields_are_read_without_space_around_them():
    form = _form(name="  rollout berlin ", days=" 7 ", box="1", team="berlin", pem="a\nb")
    assert form.text("name") == "rollout berlin"
    assert form.number("days", least=1, most=9) == 7
    assert form.slug("team") == "berlin"
    assert form.optional("pem", has_lines=True) == "a\nb"
    assert form.optional("nothing") == ""
    assert (form.is_ticked("box"), form.is_ticked("other")) == (True, False)


@pytest.mark.parametrize("value", ["", "   ", "x" * 101, "a\nb", "a\0b", "a\u202eb"])
def test_text_that_cannot_be_is_refused(value: str):
    with pytest.raises(FormError, match="Name"):
        _form(name=value).text("name")


@pytest.mark.parametrize("value", ["", "0", "10", "-1", "1.5", "seven", "٣", "9" * 20])
def test_numbers_that_cannot_be_are_refused(value: str):
    with pytest.raises(FormError, match="Days"):
        _form(days=value).number("days", least=1, most=9)


@pytest.mark.parametrize("value", ["Berlin", "-a", "a b", "a/b", "ä"])
def test_names_that_no_team_can_have_are_refused(value: str):
    with pytest.raises(FormError, match="small letters"):
        _form(team=value).slug("team")


def test_a_form_belongs_to_one_session():
    sent = FormData({"form_token": form_token("one"), "name": "x"})
    assert checked_form(sent, "one").text("name") == "x"
    for fields, secret in ((sent, "other"), (FormData({"name": "x"}), "one"), (FormData({"form_token": "ä"}), "one")):
        with pytest.raises(FormNotOursError):
            checked_form(fields, secret)


def test_a_visitor_shows_no_secret_of_theirs():
    visitor = Visitor(actor=Actor(name="jane", owner="jane", role=Role.AUDITOR), secret="hidden-one")
    assert "hidden-one" not in repr(visitor)
    assert "hidden-one" not in visitor.form_token
    assert visitor.may(Permission.READ_AUDIT)
    assert not visitor.may(Permission.CHANGE_KEYS)
