"""Tables of processes that belong to an AI app, and of their near misses."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.core.apps import ProcessFacts
from agent.destinations import packaged_catalogue, parse_catalogue
from tests.destinations.samples import catalogue, entry, matched, process

CATALOGUE = packaged_catalogue()
NODE = "/usr/bin/node"
PYTHON = "/usr/bin/python3.11"


def app_of(facts: ProcessFacts) -> tuple[str, str] | None:
    return matched(CATALOGUE.match_process(facts))


@pytest.mark.parametrize(
    ("executable", "destination_id"),
    [
        ("/usr/local/bin/ollama", "ollama"),
        ("/usr/share/cursor/cursor", "cursor"),
        ("/run/.mount_CursorXY/usr/share/cursor/cursor", "cursor"),
        ("/opt/Windsurf/windsurf", "windsurf"),
        ("/home/ada/.local/share/claude/versions/2.0.14", "claude-code"),
        ("/usr/lib/node_modules/@openai/codex/vendor/x86_64-unknown-linux-musl/codex/codex", "codex"),
        ("/opt/homebrew/Caskroom/codex/0.99.0/codex-aarch64-apple-darwin", "codex"),
        ("/home/ada/.local/bin/goose", "goose"),
        ("/home/ada/gpt4all/bin/chat", "gpt4all"),
        ("/usr/bin/llama-server", "llama-cpp"),
        ("/Applications/Claude.app/Contents/MacOS/Claude", "claude"),
        ("/Applications/Claude.app/Contents/Frameworks/Claude Helper (GPU).app/Contents/MacOS/Claude Helper", "claude"),
        ("/Applications/ChatGPT.app/Contents/Resources/ChatGPTHelper", "chatgpt"),
        ("/Applications/Ollama.app/Contents/Resources/ollama", "ollama"),
        (r"C:\Users\Ada\AppData\Local\AnthropicClaude\app-0.9.2\claude.exe", "claude"),
        (r"C:\Program Files\WindowsApps\Claude_1.4758.0.0_x64__pzs8sxrjxfjjc\app\Claude.exe", "claude"),
        (r"C:\Users\Ada\.local\bin\claude.exe", "claude-code"),
        (r"C:\Users\Ada\AppData\Local\Programs\cursor\Cursor.exe", "cursor"),
        (r"C:\Users\Ada\AppData\Local\Programs\Ollama\ollama app.exe", "ollama"),
    ],
)
def test_knows_a_program_by_its_path(executable: str, destination_id: str):
    assert app_of(process(executable, executable, "serve", name="x")) == (destination_id, "executable")


@pytest.mark.parametrize(
    ("facts", "destination_id"),
    [
        (process(NODE, "node", "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js"), "claude-code"),
        (process(NODE, "/usr/bin/node", "/home/ada/.nvm/versions/node/v22/bin/claude", "--resume"), "claude-code"),
        (process(NODE, "node", "--no-warnings", "-r", "./x.js", "/srv/node_modules/.bin/claude"), "claude-code"),
        (process(NODE, "claude", name="claude"), "claude-code"),
        (process(NODE, "node", "/opt/homebrew/lib/node_modules/@google/gemini-cli/dist/index.js"), "gemini-cli"),
        (process(NODE, "node", "/usr/local/bin/gemini"), "gemini-cli"),
        (process("/a/node", "/b/cursor-agent", "--use-system-ca", "/s/cursor-agent/versions/1.2/index.js"), "cursor"),
        (process(NODE, "npm exec @openai/codex@latest"), "codex"),
        (process(NODE, "npm exec @openai/codex", "", name="npm exec @openai"), "codex"),
        (process(NODE, "claude", "", "", name="claude"), "claude-code"),
        (process(NODE, "npm", "exec", "@openai/codex"), "codex"),
        (process(NODE, "node", "/usr/bin/npx", "--yes", "@qwen-code/qwen-code"), "qwen-code"),
        (process(NODE, "node", "/usr/lib/node_modules/npm/bin/npx-cli.js", "-p", "opencode-ai", "oc"), "opencode"),
        (process("/home/ada/.bun/bin/bun", "bunx", "@anthropic-ai/claude-code"), "claude-code"),
        (process("/home/ada/.bun/bin/bun", "bun", "x", "@openai/codex"), "codex"),
        (process("/home/ada/.bun/bin/bun", "bun", "run", "/x/node_modules/@google/gemini-cli/a.js"), "gemini-cli"),
        (process("/usr/bin/deno", "deno", "run", "-A", "npm:@anthropic-ai/claude-code@2"), "claude-code"),
        (process(PYTHON, "/usr/bin/python3", "/home/ada/.local/bin/aider", "--model", "x"), "aider"),
        (process(PYTHON, "python3", "-m", "aider"), "aider"),
        (process(PYTHON, "python3", "-X", "dev", "-m", "vllm.entrypoints.openai.api_server"), "vllm"),
        (process(PYTHON, "python", "/venv/lib/python3.11/site-packages/aider/main.py"), "aider"),
        (process(PYTHON, "python", "/srv/ComfyUI/main.py", "--listen"), "comfyui"),
        (process(PYTHON, "python", "/usr/bin/pipx", "run", "--spec", "aider-chat", "x"), "aider"),
        (process(PYTHON, "python", "-m", "pipx", "run", "aider-chat"), "aider"),
        (process("/usr/bin/uvx", "uvx", "--python", "3.12", "aider-chat[help]@latest"), "aider"),
        (process("/usr/bin/uv", "uv", "tool", "run", "--from=Open_WebUI", "serve"), "open-webui"),
        (process("/usr/bin/uv", "uv", "run", "aider"), "aider"),
        (process(r"C:\Python311\python.exe", "python", r"C:\Python311\Scripts\aider.exe"), "aider"),
        (process(r"C:\nodejs\node.exe", "node", r"C:\npm\node_modules\@openai\codex\bin\codex.js"), "codex"),
        (process("/home/ada/.local/share/uv/tools/x/bin/python", "python", "/a/mistral-vibe/bin/vibe"), "mistral-vibe"),
    ],
)
def test_knows_what_an_interpreter_or_a_runner_runs(facts: ProcessFacts, destination_id: str):
    assert app_of(facts) == (destination_id, "command")


@pytest.mark.parametrize(
    "facts",
    [
        process("/usr/bin/bash", "/bin/bash", "/home/ada/claude.sh", name="claude.sh"),
        process("/usr/bin/bash", "/bin/bash", "/home/ada/bin/claude", name="claude"),
        process("", "/bin/bash", "/home/ada/bin/claude", name="claude"),
        process("/usr/bin/dash", "/bin/sh", "/usr/bin/cursor", name="cursor"),
        process(PYTHON, "/usr/bin/python3", "/home/ada/cursor.py", name="cursor.py"),
        process(PYTHON, "/usr/bin/python3", "/home/ada/work/aider", name="aider"),
        process(PYTHON, "/usr/bin/python3", "/usr/local/bin/gemini", name="gemini"),
        process(PYTHON, "python3", "-c", "import aider", "aider"),
        process(PYTHON, "python3", "-m", "http.server", "aider"),
        process(PYTHON, "python3", "-m", "aiderlike"),
        process(PYTHON, "python3", "/srv/shop/main.py"),
        process("/usr/bin/gedit", "gedit", "/home/ada/ollama.txt", name="gedit"),
        process("/usr/bin/vim.basic", "vim", "ollama", name="vim"),
        process("/usr/bin/grep", "grep", "-r", "ollama", name="grep"),
        process("/usr/bin/fish", "fish", "-c", "copilot", name="fish"),
        process("/usr/share/code/code", "/usr/share/code/code", "/home/ada/claude", name="code"),
        process("/usr/bin/gemini-exchange", "gemini-exchange", name="gemini-exchange"),
        process("/home/ada/go/bin/goose", "goose", "up", name="goose"),
        process("/usr/local/bin/copilot", "copilot", "svc", "deploy", name="copilot"),
        process(NODE, "node", "server.js", "@openai/codex", "claude"),
        process(NODE, "node", "/home/ada/claude.js"),
        process(NODE, "node", "/home/ada/work/claude"),
        process(NODE, "node", "/usr/local/bin/aider"),
        process(NODE, "aider", name="aider"),
        process(NODE, "node", "-e", "require('@openai/codex')"),
        process(NODE, "node"),
        process(NODE),
        process(NODE, "npm exec cowsay @openai/codex"),
        process(NODE, "   "),
        process(NODE, "", "claude"),
        process(NODE, "npm", "install", "@openai/codex"),
        process(NODE, "npm", "exec", "cowsay", "--package", "@openai/codex"),
        process(NODE, "node", "/x/node_modules/@openai/codex-theme/cli.js"),
        process("/usr/bin/uv", "uv", "pip", "install", "aider-chat"),
        process("/usr/bin/uv", "uv", "run", "pytest", "aider"),
        process("/usr/bin/uv", "uv", "run", "gemini"),
        process("/usr/bin/uvx", "uvx", "--with", "aider-chat", "black"),
        process("/usr/bin/pip", "pip", "install", "vllm"),
        process("/opt/app/chat", "chat", name="chat"),
        process("/home/ada/claude/notes/2.0.1", "x"),
        process("/usr/bin/clauded", name="claude"),
        process("", name="bash"),
        process(),
    ],
)
def test_is_not_misled_by_a_near_miss(facts: ProcessFacts):
    assert app_of(facts) is None


def test_goes_by_the_name_where_the_system_tells_no_path():
    assert app_of(process(name="ollama")) == ("ollama", "executable")
    assert app_of(process("", "/usr/local/bin/ollama", "serve", name="x")) == ("ollama", "executable")
    assert app_of(process(name="claude.exe")) == ("claude-code", "executable")
    assert app_of(process("/usr/bin/sleep", "sleep", "9", name="ollama")) is None


def test_knows_the_shell_and_the_interpreter_that_a_runner_starts():
    runner = process(NODE, "npm exec @openai/codex@latest")
    assert app_of(process("/usr/bin/dash", "sh", "-c", "codex", parent=runner)) == ("codex", "parent")
    assert app_of(process(NODE, "node", "/srv/x.js", parent=runner)) == ("codex", "parent")
    assert app_of(process("/usr/bin/git", "git", "status", parent=runner)) is None
    uvx = process("/usr/bin/uvx", "uvx", "aider-chat")
    assert app_of(process("/cache/bin/python", "python", "/cache/run.py", parent=uvx)) == ("aider", "parent")


def test_what_an_agent_runs_for_a_person_is_not_the_agent():
    agent = process("/home/ada/.local/share/claude/versions/2.0.14", "claude")
    script = process(NODE, "node", "/usr/lib/node_modules/@google/gemini-cli/dist/index.js")
    for parent in (agent, script, process("/usr/share/cursor/cursor")):
        assert app_of(process("/usr/bin/bash", "bash", "-c", "make", parent=parent)) is None
        assert app_of(process(NODE, "node", "/srv/mcp.js", parent=parent)) is None


def test_knows_a_helper_in_the_folder_of_its_app():
    cursor = process("/usr/share/cursor/cursor", "cursor")
    helper = process("/usr/share/cursor/chrome_crashpad_handler", "x", parent=cursor)
    assert app_of(helper) == ("cursor", "parent")
    assert app_of(process("/usr/share/cursors/handler", "x", parent=cursor)) is None
    home = process("/home/ada/koboldcpp-linux-x64", "x")
    assert app_of(process("/home/ada/tool", "x", parent=home)) is None
    assert app_of(process("/usr/local/bin/tool", "x", parent=process("/usr/local/bin/ollama"))) is None
    assert app_of(process("/usr/bin/x", parent=process("/usr/bin/y"))) is None


def test_runs_a_jar_and_an_archive_of_electron():
    parsed = parse_catalogue(catalogue(entry(scripts=["acme.jar", "acme/app.asar"])))
    java = process("/usr/bin/java", "java", "-cp", "x.jar", "-jar", "/opt/acme.jar", "serve")
    electron = process("/usr/lib/electron30/electron", "electron", "/usr/lib/acme/app.asar")
    other = process("/usr/bin/java", "java", "-jar", "/opt/other.jar", "acme.jar")
    assert matched(parsed.match_process(java)) == ("acme-ai", "command")
    assert matched(parsed.match_process(electron)) == ("acme-ai", "command")
    assert parsed.match_process(other) is None


def test_names_of_format_1_match_programs_too():
    parsed = parse_catalogue(catalogue(entry(process_names=["acme"]), format=1))
    assert matched(parsed.match_process(process("/opt/acme/acme"))) == ("acme-ai", "executable")


@given(executable=st.text(), command=st.lists(st.text()), name=st.text())
@example(executable="/usr/bin/node", command=["node", "x" * 1_000_000], name="")
@example(executable="/" * 100_000, command=[], name="")
@example(executable="/usr/bin/python3", command=["-m"] * 1_000, name="")
def test_never_raises_whatever_the_system_says(executable: str, command: list[str], name: str):
    own = process(executable, *command, name=name)
    for interpreter in ("/usr/bin/node", "/usr/bin/python3", "/usr/bin/uvx", "/usr/bin/java"):
        CATALOGUE.match_process(process(interpreter, *command, name=name, parent=own))
    CATALOGUE.match_process(own)
