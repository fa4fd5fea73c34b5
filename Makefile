# 夜巡 Yexun. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SECONDS ?= 60
.DEFAULT_GOAL := help

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.setup-done ## the environment alone; quick when nothing has changed

$(VENV)/.setup-done: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

demo: setup ## the whole system with an invented county on http://127.0.0.1:8080
	@$(BIN)/yexun demo

test: setup ## all tests
	$(BIN)/python -m compileall -q bot handlers models scheduler # the processes of the tests start from it
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

node: ## Tencent's packages for Node, which some tests set against the platform of the tests (needs npm)
	cd tests/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

check: setup ## lint, format, types, house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/test_house.py tests/test_docs.py
	@! git grep -nIE '(pypi|pythonhosted|npmjs)\.(org|com)|(deb|security)\.debian\.org' -- . ':!Makefile' || { echo "a package index is named above"; exit 1; }

bench: setup ## measures, prints ratios; a few minutes
	$(BIN)/python -m tests.bench $(ARGS)

soak: setup ## faults at random for SECONDS=60
	$(BIN)/python -m tests.soak --seconds $(SECONDS)

year: setup ## a rehearsed year, looked at every day: ARGS="--days 365 --seed 1"
	$(BIN)/python -m tests.year $(ARGS)

lock: ## renews requirements/*.txt (needs uv)
	for one in base: "pg:--extra pg" "dev:--extra dev"; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $${one#*:} pyproject.toml -o requirements/$${one%%:*}.txt; done

clean: ## removes the environment and what tests leave
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help setup demo test node check bench soak year lock clean
