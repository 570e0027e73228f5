# run · test · check · bench · eval · shots · model · cluster · cluster-stop · soak-cluster

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= seeds
path = $(if $(1),"$(1)")

.PHONY: run test check bench eval eval-queries eval-ranking hostile shots cluster cluster-stop soak-cluster model clean

run: $(VENV)/.run model  ## ingest DATA (seeds/ unless given) and serve
	$(BIN)/python -m indexer ingest --lenient $(call path,$(DATA))
	$(BIN)/python app.py

test: $(VENV)/.dev $(VENV)/.browser model  ## everything: style, types, unit, contract, web, browser, house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

check: $(VENV)/.dev  ## the quick part of test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest tests/house tests/unit

bench: $(VENV)/.bench  ## measure Convoy beside other systems, into docs/benchmarks.md; CORPUS: files or folders of articles
	$(BIN)/python -m benchmarks $(CORPUS)
	$(BIN)/python -m benchmarks.finding $(CORPUS)
	$(BIN)/python -m benchmarks.relabelling $(CORPUS)

eval: $(VENV)/.dev  ## score extraction against labelled articles: make eval GOLD=folder
	$(BIN)/python -m benchmarks.extraction $(call path,$(GOLD))

eval-queries: $(VENV)/.dev model  ## how often a right article is among the first ten: make eval-queries CORPUS=articles.jsonl
	$(BIN)/python -m benchmarks.queries_eval $(call path,$(CORPUS))

eval-ranking: $(VENV)/.dev  ## nDCG@10, MAP and recall@100 of each engine beside plain BM25: make eval-ranking IR=folder
	$(BIN)/python -m benchmarks.ranking $(call path,$(IR))

hostile: $(VENV)/.dev  ## 20,000 random and hostile requests: make hostile ARCHIVE=folder, and ENGINE=whoosh or opensearch
	$(BIN)/python -m benchmarks.hostile $(call path,$(ARCHIVE)) --engine $(or $(ENGINE),tantivy)

shots: $(VENV)/.dev $(VENV)/.browser  ## take the pictures the README shows
	$(BIN)/python -m benchmarks.shots

cluster: | $(VENV)/bin/python  ## start an OpenSearch of three nodes on this machine, to try it
	$(BIN)/python -m tools.opensearch start

cluster-stop: | $(VENV)/bin/python  ## stop it; its data stays
	$(BIN)/python -m tools.opensearch stop

soak-cluster: $(VENV)/.dev  ## three nodes under load, one of them killed: what is lost, what fails, how long until all is well
	$(BIN)/python -m benchmarks.soak_cluster

model: $(VENV)/.run  ## fetch the model of meaning unless it is there; where it cannot be had, search does without
	@$(BIN)/python -m tools.model || true

clean:  ## remove what make made; the archive in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis screenshots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Convoy needs Python 3.11 or newer; name it with make PYTHON=python3.11"; exit 1; }
	sh tools/make-venv $(PYTHON) $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "Installing what Convoy needs: about two minutes the first time"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dask.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what Convoy and its tests need: a few minutes the first time"
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.run

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	touch $@

$(VENV)/.browser: | $(VENV)/.dev
	sh tools/get-browser $(BIN)
	touch $@
