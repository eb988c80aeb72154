# Everything from nothing but Python 3.11 or newer and make. `make help` lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out
EXAMPLES := examples/weekly-zh.txt examples/newsletter-en.md
ROOMS := ontology extractors graph exports
CODE := $(ROOMS) tests $(wildcard benchmarks)

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test check format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

# The stamps tell what is installed; a change of pyproject.toml installs anew.
$(VENV)/.demo: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[documents]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.demo

demo: $(VENV)/.demo ## read the two example reports, keep their events as a graph, draw it
	@mkdir -p $(OUT)
	@rm -rf $(OUT)/demo-store
	$(BIN)/aikg extract $(EXAMPLES) --format table
	$(BIN)/aikg build --store $(OUT)/demo-store $(EXAMPLES)
	$(BIN)/aikg view --store $(OUT)/demo-store -o $(OUT)/demo.html
	@echo
	@echo 'Open $(OUT)/demo.html in a browser. Then ask, ready-made or in SPARQL:'
	@echo '  $(BIN)/aikg questions funding --store $(OUT)/demo-store'
	@echo "  $(BIN)/aikg query --store $(OUT)/demo-store 'SELECT ?kind (COUNT(?claim) AS ?claims) { ?claim aikg:kind ?kind } GROUP BY ?kind'"

test: $(VENV)/.dev ## run all tests
	$(BIN)/python -m pytest --numprocesses 2

check: $(VENV)/.dev ## run every gate but the tests: style, types, import contract, wheel
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(addprefix .src/aikg/,$(ROOMS))
	$(BIN)/lint-imports
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist . > /dev/null
	$(BIN)/check-wheel-contents dist/*.whl

format: $(VENV)/.dev ## put the code into its shape
	$(BIN)/ruff check --fix --exit-zero $(CODE)
	$(BIN)/ruff format $(CODE)

clean: ## remove what the other targets made, the virtual environment too
	rm -rf $(VENV) $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
