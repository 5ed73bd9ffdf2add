# Everything a person or the CI calls; `make` alone prints what there is.
#
#   PYTHON=python3.12 make run    another interpreter (3.11 or newer) for a new .venv
#   make test ARGS="-k clipboard" arguments for the program behind a target
#
# The .ready-* stamps make a second call take no time and a changed lock install again. Python packages come from
# requirements/*.lock only, each checked against its hash and never built from source; a lock is complete by itself.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
# A step that failed half-way is done again, not believed.
.DELETE_ON_ERROR:

PYTHON ?= python3
ARGS ?=
# The folder of texts that quality is measured on; without one, speed alone is.
DATA ?=
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PEERS := build/peers-venv
TRAIN := build/train-venv
SYSTEM_PACKAGES := PYTHON="$(PYTHON)" installer/linux/system-packages.sh
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

# Tests and pictures get screens, clipboards and message buses of their own, never the person's.
ISOLATED := env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS

.PHONY: help
help: ## print this
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: run-packages $(VENV)/.ready-run ## set up what is missing and start Cordon: agent and tray
	@exec $(BIN)/cordon run $(ARGS)

.PHONY: server
server: $(VENV)/.ready-server ## set up what is missing and start a server: make server ARGS="--data folder"
	@exec $(BIN)/cordon server run $(ARGS)

.PHONY: test
test: test-packages $(VENV)/.ready-dev ## set up what is missing and run the whole suite
	@# 5 is pytest's word for no tests: ARGS may name some of one kind only.
	@$(ISOLATED) $(BIN)/python -m pytest -m "not quiet" -n logical --dist loadgroup --no-loadscope-reorder $(ARGS) \
		|| [ $$? -eq 5 ]
	@$(ISOLATED) $(BIN)/python -m pytest -m quiet $(ARGS) || [ $$? -eq 5 ]

.PHONY: e2e
e2e: test-packages $(VENV)/.ready-dev ## only the tests that drive the installed programs on a virtual desktop
	@$(ISOLATED) $(BIN)/python -m pytest -m e2e $(ARGS)

.PHONY: lint
lint: $(VENV)/.ready-dev ## ruff, mypy (strict) and the import floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --platform linux
	$(BIN)/lint-imports

.PHONY: fix
fix: $(VENV)/.ready-dev ## repair what ruff can repair, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: facts
facts: $(VENV)/.ready-dev ## work out again what is known of the recognizers' patterns, after one was changed
	@$(BIN)/python -m agent.detection.recognizers

.PHONY: bench
bench: test-packages $(VENV)/.ready-dev $(PEERS)/.ready ## measure against the budgets and the peers, as tables (minutes)
	@missed=0; for script in tests/bench/bench_*.py; do \
		DATA="$(DATA)" PEERS="$(PEERS)" $(ISOLATED) $(BIN)/python -m "tests.bench.$$(basename "$$script" .py)" $(ARGS) \
			|| missed=1; \
	done; exit $$missed

.PHONY: eval
eval: $(VENV)/.ready-dev ## how good the model is, with recognizers and alone, by source: make eval DATA=folder
	@test -n "$(DATA)" || { echo "cordon: name the folder of texts: make eval DATA=folder" >&2; exit 1; }
	@$(BIN)/python -m models.training.measure --data "$(DATA)" $(ARGS)

.PHONY: evaluate
evaluate: $(VENV)/.ready-dev ## what recognizers find in the texts of a folder: make evaluate DATA=folder
	@DATA="$(DATA)" $(BIN)/python -m tests.bench.quality $(ARGS)

# What Cordon is measured beside. Never installed together with it.
$(PEERS)/.ready: requirements/bench.lock
	@echo "cordon: installing the peers to measure beside into $(PEERS) (once; some 400 MB)"
	@$(PYTHON) -m venv --clear $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
		--require-hashes --only-binary :all: -r requirements/bench.lock
	@touch $@

.PHONY: train
train: $(TRAIN)/.ready ## train the model on the texts of a folder: make train DATA=folder
	@test -n "$(DATA)" || { echo "cordon: name the folder of texts: make train DATA=folder" >&2; exit 1; }
	@$(TRAIN)/bin/python -m models.training --data "$(DATA)" $(ARGS)

.PHONY: model
model: $(TRAIN)/.ready $(VENV)/.ready-dev ## train the model again and write models/sensitive-text: make model DATA=folder
	@test -n "$(DATA)" || { echo "cordon: name the folder of texts: make model DATA=folder" >&2; exit 1; }
	@$(TRAIN)/bin/python -m models.training --data "$(DATA)" --fold ship --out build/held-out \
		--layers 6 --batches 5500 --student-batches 5000 $(ARGS)
	@$(TRAIN)/bin/python -m models.training --data "$(DATA)" --fold all --out build/model \
		--start build/held-out/weights.safetensors --average build/held-out/weights.safetensors \
		--batches 1200 --rate 1.5e-4
	@$(BIN)/python -m models.training.bundle --data "$(DATA)" --held-out build/held-out --trained build/model

# Never installed together with Cordon: some 900 MB that only training needs. The exact versions are in pyproject.toml;
# no lock, since torch comes as another file for each kind of processor and GPU.
GROUP = $(TRAIN)/bin/python -c 'import sys, tomllib; \
	print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"][sys.argv[1]], sep="\n")'
$(TRAIN)/.ready: pyproject.toml
	@echo "cordon: installing what training needs into $(TRAIN) (once)"
	@$(PYTHON) -m venv --clear $(TRAIN)
	@$(GROUP) train > $(TRAIN)/train.txt
	@$(GROUP) train-base > $(TRAIN)/train-base.txt
	@$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
		-r $(TRAIN)/train.txt
	@$(TRAIN)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --no-deps \
		-r $(TRAIN)/train-base.txt
	@touch $@

.PHONY: demo
demo: test-packages $(VENV)/.ready-dev ## a scripted tour on a virtual screen; screenshots in build/demo/
	@$(ISOLATED) $(BIN)/python -m tests.e2e.demo --out build/demo $(ARGS)

.PHONY: reference
reference: $(VENV)/.ready-dev ## write the references and JSON Schemas in docs from the code
	@$(BIN)/cordon policy schema > docs/policy.schema.json
	@$(BIN)/cordon policy schema --reference > docs/policy-reference.md
	@$(BIN)/python -m agent.destinations > docs/catalogue.schema.json
	@$(BIN)/python -m agent.destinations --list > docs/destinations-list.md

.PHONY: gallery
gallery: test-packages $(VENV)/.ready-dev ## every window on sample data, light and dark; pictures in build/gallery/
	@$(ISOLATED) QT_QPA_PLATFORM=offscreen $(BIN)/python -m gui.gallery --out build/gallery --theme both $(ARGS)

# dev.lock holds everything but the peers (bench.lock); the others are held to its versions. What is locked stays as long as it
# satisfies pyproject.toml: `make lock ARGS=--upgrade` takes the newest. No index address gets in (docs/adr/0005).
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--no-annotate

.PHONY: lock
lock: ## resolve requirements/*.lock again (needs uv)
	$(UV) $(LOCK) $(ARGS) pyproject.toml --extra server --group build --group test --group lint -o requirements/dev.lock
	$(UV) $(LOCK) $(ARGS) pyproject.toml -c requirements/dev.lock -o requirements/run.lock
	$(UV) $(LOCK) $(ARGS) pyproject.toml --extra server -c requirements/dev.lock -o requirements/server.lock
	$(UV) $(LOCK) $(ARGS) --group build -c requirements/dev.lock -o requirements/build.lock
	$(UV) $(LOCK) $(ARGS) --group bench -o requirements/bench.lock

.PHONY: clean
clean: ## remove .venv, build/ and every cache
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: run-packages
run-packages:
	@$(SYSTEM_PACKAGES) run

.PHONY: test-packages
test-packages:
	@$(SYSTEM_PACKAGES) test

$(VENV)/pyvenv.cfg:
	@$(SYSTEM_PACKAGES) python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "cordon: $(PYTHON) is not Python 3.11 or newer; name one that is: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.ready-run: requirements/run.lock requirements/build.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "cordon: installing the locked Python packages into $(VENV) (once; takes a minute or two)"
	@$(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements/run.lock -r requirements/build.lock
	@$(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.ready-server: requirements/server.lock requirements/build.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "cordon: installing the server's locked Python packages into $(VENV) (once; takes a minute or two)"
	@$(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements/server.lock -r requirements/build.lock
	@$(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements/dev.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "cordon: installing the locked Python packages and test tools into $(VENV) (once; takes a minute or two)"
	@$(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements/dev.lock
	@$(PIP_INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@
