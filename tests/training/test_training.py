"""What needs the packages that only training installs. Skipped where they are not: `make train` brings them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent.classifier.windows import LENGTH
from models.training.base import BaseModelError, tokenizer_file
from models.training.examples import Example, Span
from models.training.labels import ENTITIES, TAGS

torch: Any = pytest.importorskip("torch", reason="torch is installed by `make train` only")
np: Any = pytest.importorskip("numpy", reason="numpy is installed by `make train` only")
pytest.importorskip("tokenizers", reason="tokenizers is installed by `make train` only")

from models.training.batches import batch_of, drawn_batches  # noqa: E402 - after the packages it needs
from models.training.export import export  # noqa: E402
from models.training.losses import supervised  # noqa: E402
from models.training.network import Network, student_of  # noqa: E402
from models.training.restore import UnlikeNetworkError, restore  # noqa: E402
from models.training.train import Plan, train  # noqa: E402
from models.training.windows import UNKNOWN, Window, Windower, tags_for  # noqa: E402

_PERSON = 1 + 2 * ENTITIES.index("PERSON")


@pytest.fixture(scope="module", name="windower")
def _windower() -> Windower:
    try:
        return Windower(tokenizer_file())
    except BaseModelError as error:
        pytest.skip(str(error))


def _example(text: str, *spans: Span) -> Example:
    return Example(text=text, spans=spans, known=frozenset(ENTITIES), category="general", source="a")


def test_tokens_are_tagged_where_they_stand():
    assert tags_for([(0, 3), (4, 7), (8, 9)], [Span(0, 7, "PERSON")]) == [_PERSON, _PERSON + 1, 0]
    assert tags_for([(0, 3), (3, 6)], [Span(0, 3, "PERSON"), Span(3, 6, "PERSON")]) == [_PERSON, _PERSON]


def test_windows_cover_a_long_text(windower: Windower):
    text = "Ada Doe lives in Oslo. " * 200
    windows = list(windower.windows([_example(text, Span(0, 7, "PERSON"))]))
    assert all(len(window.tokens) <= LENGTH for window in windows)
    covered = {offset for window in windows for offset in window.offsets}
    assert max(end for _, end in covered) == len(text.rstrip())
    assert list(windows[0].tags[:4]) == [UNKNOWN, _PERSON, _PERSON + 1, 0]


def test_tags_that_a_source_does_not_know_are_not_taught():
    logits = torch.zeros(1, 2, len(TAGS), requires_grad=True)
    tags, category = torch.tensor([[0, _PERSON]]), torch.tensor([UNKNOWN])
    supervised(logits, torch.zeros(1, 9), tags, torch.tensor([0]), category).backward()
    grown = logits.grad[0].abs() > 0
    assert not grown[0].any()
    assert grown[1].nonzero().flatten().tolist() == [0, _PERSON, _PERSON + 1]


def _windows(count: int) -> list[Window]:
    return [
        Window(
            example=0,
            tokens=[101, 5 + number, 102],
            features=[0, 1, 0],
            offsets=[],
            tags=[UNKNOWN, _PERSON if number % 2 else 0, UNKNOWN],
            known=(1 << len(ENTITIES)) - 1,
            category=number % 2,
        )
        for number in range(count)
    ]


def test_a_network_learns_teaches_and_is_exported(tmp_path: Path):
    torch.manual_seed(1)
    windows, example = _windows(16), _example("x")
    teacher = Network(2)
    batches = drawn_batches([example], windows, count=30, size=8, seed=1)
    assert train(teacher, batches, Plan(batches=30, rate=3e-4, title="test")) == 30
    batch = batch_of(windows)
    given = [torch.from_numpy(part) for part in (batch.tokens, batch.features, batch.mask)]
    said = teacher(*given)[0][:, 1].argmax(-1).tolist()
    assert said == [window.tags[1] for window in windows]
    assert len(student_of(teacher, 1).layers) == 1
    file = export(teacher, tmp_path, batch)
    assert file.stat().st_size > 1000
    again = Network(2)
    again.words.load_state_dict(teacher.words.state_dict())
    restore(again, file)
    assert again(*given)[0][:, 1].argmax(-1).tolist() == said
    with pytest.raises(UnlikeNetworkError, match="matrices"):
        restore(Network(1), file)
