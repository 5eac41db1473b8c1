# make          set up, build the graph of seeds/, say what was found and answer a first question
# make test     run the tests        make help     list the rest
PYTHON ?= python3
VENV   ?= .venv
KG      = $(VENV)/bin/kg
READY   = $(VENV)/.ready

.PHONY: all build export validate query shell report serve fast bench bench-many bench-query lint test clean help
.DEFAULT_GOAL := all

all: build
	@echo; echo "A first question: which leaders met or called each other?  (kg ask leaders-met)"
	@$(KG) ask leaders-met --format table

$(READY): setup.cfg pyproject.toml
	@echo "setting up $(VENV): a virtual environment with kg and what it needs"
	@$(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

build: $(READY) ## read the articles of seeds/ that changed and rebuild the graph
	@$(KG) build

export: $(READY) ## write build/graph.ttl and build/graph.trig
	@$(KG) build --quiet
	@$(KG) export --output build/graph.ttl
	@$(KG) export --output build/graph.trig

validate: $(READY) ## check the graph against the shapes and our own rules
	@$(KG) build --quiet
	@$(KG) validate

query: $(READY) ## ask the graph: make query Q='SELECT …' or make query NAME=contradictions
	@$(KG) build --quiet
	@$(KG) $(if $(NAME),ask $(NAME),query '$(Q)')

shell: $(READY) ## ask in a dialogue
	@$(KG) build --quiet
	@$(KG) shell

report: $(READY) ## write build/report/index.html: timeline, facts and their words
	@$(KG) build --quiet
	@$(KG) report

serve: $(READY) ## show the report and answer SPARQL on http://127.0.0.1:8765 until Ctrl-C
	@$(KG) build --quiet
	@$(KG) serve

fast: $(READY) ## compile the reader to machine code (a minute, once): half as fast again; needs a C compiler
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[fast]'
	@$(VENV)/bin/python -m kg.compiling

bench: fast ## measure speed, as ratios within one run
	@$(VENV)/bin/python tests/bench.py

bench-many: $(READY) ## measure a collection of 10,000 invented articles; takes long
	@$(VENV)/bin/python tests/bench_many.py

bench-query: $(READY) ## measure questions to a graph of a million triples, beside the oxigraph command
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check 'oxigraph >= 0.5'
	@$(VENV)/bin/python tests/bench.py --query

lint: $(READY) ## look for slips in the code and the words
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[lint]'
	@$(VENV)/bin/ruff check kg tests
	@$(VENV)/bin/python -m kg.compiling --check
	@$(KG) lexicon lint

test: $(READY) ## run the tests
	@echo "running the tests"
	@$(VENV)/bin/python -m pytest -n auto --dist loadfile

clean: ## remove what was built
	rm -rf build

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12
