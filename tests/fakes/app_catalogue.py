"""A catalogue of a few apps, known by what a test can give: a program, a script, a module, a parent, a port, a name."""

from __future__ import annotations

from pathlib import PurePosixPath

from agent.core.apps import AppMatch, Evidence, ProcessFacts
from agent.core.gestures import Destination, DestinationKind

__all__ = ["AIDER", "CHATGPT_APP", "CLAUDE_CODE", "CODEX", "LLAMA", "OLLAMA", "FakeAppCatalogue"]

OLLAMA = Destination(destination_id="ollama", name="Ollama", vendor="Ollama", kind=DestinationKind.LOCAL_RUNNER)
LLAMA = Destination(destination_id="llama-cpp", name="llama.cpp", vendor="ggml", kind=DestinationKind.LOCAL_RUNNER)
CLAUDE_CODE = Destination(
    destination_id="claude-code", name="Claude Code", vendor="Anthropic", kind=DestinationKind.CODING_AGENT
)
CODEX = Destination(destination_id="codex", name="Codex", vendor="OpenAI", kind=DestinationKind.CODING_AGENT)
AIDER = Destination(destination_id="aider", name="aider", vendor="Aider", kind=DestinationKind.CODING_AGENT)
CHATGPT_APP = Destination(destination_id="chatgpt", name="ChatGPT", vendor="OpenAI", kind=DestinationKind.ASSISTANT)

_INSTALLED = {
    ("desktop_file", "ollama.desktop"): OLLAMA,
    ("command", "ollama"): OLLAMA,
    ("command", "claude"): CLAUDE_CODE,
    ("npm", "@anthropic-ai/claude-code"): CLAUDE_CODE,
    ("pip", "aider_chat"): AIDER,
    ("pip", "aider-chat"): AIDER,
    ("config_folder", ".claude"): CLAUDE_CODE,
    ("config_folder", ".config/codex"): CODEX,
}
_EXTENSIONS = {"anthropic.claude-code-2.0.1": CLAUDE_CODE, "com.openai.codex": CODEX}
_PORTS = {11434: OLLAMA}
_INTERPRETERS = ("node", "python")


class FakeAppCatalogue:
    """Implements `AppCatalogue`; `known` can be shortened.

    Attributes:
        ports: local servers, by port.
        asked: how many processes were to be recognized.
    """

    def __init__(self, *known: Destination) -> None:
        self.destinations = known or (CHATGPT_APP, CLAUDE_CODE, CODEX, AIDER, OLLAMA, LLAMA)
        self.ports = dict(_PORTS)
        self.asked = 0

    def match_process(self, process: ProcessFacts) -> AppMatch | None:
        """By the program, or by what node or Python was told to run; a child of npx is what npx runs."""
        self.asked += 1
        found = self._by_itself(process)
        if found is not None or process.parent is None:
            return found
        runs_package = any(part.startswith("@") for part in process.parent.command)
        above = self._by_itself(process.parent) if runs_package else None
        return AppMatch(destination=above.destination, evidence=Evidence.PARENT) if above is not None else None

    def match_listener(self, port: int, process: ProcessFacts | None) -> AppMatch | None:
        """By port, if the process is not known to be something else."""
        found = self.ports.get(port)
        if found is None or (process is not None and self._is_something_else(process)):
            return None
        return self._match(found, Evidence.LISTENING_PORT)

    def match_editor_extension(self, editor_id: str) -> AppMatch | None:
        """By the whole name."""
        return self._match(_EXTENSIONS.get(editor_id), Evidence.EDITOR_EXTENSION)

    def match_installed(self, kind: str, name: str) -> AppMatch | None:
        """By the whole name."""
        return self._match(_INSTALLED.get((kind, name)), Evidence.INSTALLED)

    def _by_itself(self, process: ProcessFacts) -> AppMatch | None:
        program = PurePosixPath(process.executable or process.name).name
        if program == "ollama":
            return self._match(OLLAMA, Evidence.EXECUTABLE)
        if program.startswith(_INTERPRETERS):
            parts = [PurePosixPath(part).name for part in process.command[1:4]]
            if parts[:1] == ["claude"] or "claude-code" in parts:
                return self._match(CLAUDE_CODE, Evidence.COMMAND)
            if parts[:2] == ["-m", "aider"]:
                return self._match(AIDER, Evidence.COMMAND)
        return None

    def _is_something_else(self, process: ProcessFacts) -> bool:
        return process.name == "something-else"

    def _match(self, destination: Destination | None, evidence: Evidence) -> AppMatch | None:
        if destination is None or destination not in self.destinations:
            return None
        return AppMatch(destination=destination, evidence=evidence)
