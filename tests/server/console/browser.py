"""A browser without JavaScript: keeps cookies, reads pages, fills in their forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from server.storage.roles import Role
from tests.server.world import Answer, World

__all__ = ["Browser", "Element", "Page", "signed_in"]

_VOID = frozenset({"meta", "link", "input", "img", "br", "hr"})


@dataclass(kw_only=True)
class Element:
    """An element with what is in it."""

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return " ".join("".join(part if isinstance(part, str) else f" {part.text} " for part in self.children).split())

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements below it."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and all(child.attributes.get(name) == value for name, value in attributes.items()):
                    found.append(child)
                found += child.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    """Refuses what is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element(tag="", attributes={}, parent=None)
        self.at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice"
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs}, parent=self.at)
        self.at.children.append(element)
        if tag not in _VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


@dataclass(kw_only=True)
class Page:
    """What a browser shows."""

    address: str
    answer: Answer

    @property
    def status(self) -> int:
        """HTTP's."""
        return self.answer.status

    @property
    def html(self) -> str:
        """As it came."""
        return self.answer.body.decode()

    @property
    def root(self) -> Element:
        """Its elements; whatever is not well formed is an error."""
        reader = _Reader()
        reader.feed(self.html)
        reader.close()
        assert reader.at is reader.root
        return reader.root

    @property
    def text(self) -> str:
        """All that can be read on it."""
        return self.root.text

    def form(self, action: str) -> Element:
        """The form that is sent there."""
        return next(form for form in self.root.all("form") if form.attributes["action"] == action)

    def has_form(self, action: str) -> bool:
        """Whether there is one."""
        return any(form.attributes["action"] == action for form in self.root.all("form"))


@dataclass(kw_only=True)
class Browser:
    """One person's."""

    world: World
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go there, wherever that leads."""
        return self._follow(self.ask("GET", address), address)

    def ask(self, method: str, address: str, body: bytes | None = None, content_type: str = "") -> Answer:
        """Ask once, with cookies."""
        headers: dict[str, Any] = {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if content_type:
            headers["Content-Type"] = content_type
        answer = self.world.anybody(method, address, body, **headers)
        for line in answer.headers.getlist("set-cookie"):  # type: ignore[attr-defined] # urllib3's
            self.set_cookies.append(line)
            name, _, value = line.partition(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def send(self, page: Page, action: str, **values: str) -> Page:
        """Fill in a form and send it."""
        form = page.form(action)
        assert form.attributes["method"] == "post"
        return self.post(action, {**_filled_in(form), **values})

    def post(self, action: str, values: Mapping[str, str]) -> Page:
        """Send anything."""
        body = urlencode(values).encode()
        return self._follow(self.ask("POST", action, body, "application/x-www-form-urlencoded"), action)

    def sign_in(self, secret: str) -> Page:
        """With a key."""
        return self.send(self.open("/console/sign-in"), "/console/sign-in", key=secret)

    def _follow(self, answer: Answer, address: str) -> Page:
        for _ in range(5):
            if answer.status != 303:
                break
            address = urljoin(address, answer.headers["location"])
            assert not urlsplit(address).netloc
            answer = self.ask("GET", address)
        return Page(address=address, answer=answer)


def signed_in(world: World, role: Role) -> Browser:
    """Somebody with a role, signed in."""
    browser = Browser(world=world)
    assert browser.sign_in(world.secret_of(role)).status == 200
    return browser


def _filled_in(form: Element) -> dict[str, str]:
    values: dict[str, str] = {}
    for field_ in (*form.all("input"), *form.all("textarea")):
        attributes = field_.attributes
        if "name" in attributes and (attributes.get("type") != "checkbox" or "checked" in attributes):
            values[attributes["name"]] = attributes.get("value", field_.text)
    for select in form.all("select"):
        options = select.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        values[select.attributes["name"]] = chosen[0].attributes["value"] if chosen else ""
    return values
