# `make` alone shows what there is. Needs python3 (3.11 or later, with venv) and make, nothing else.

VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
LOCALE := src/analysis/display/locale
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup catalogues report test check guide lab bench soak torture pot messages lock clean

help: ## show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make the virtual environment, pinned by requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (a few minutes the first time) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tiltak needs Python 3.11 or later")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib || true
	@touch $@

$(LOCALE)/%/LC_MESSAGES/tiltak.mo: $(LOCALE)/%/LC_MESSAGES/tiltak.po $(STAMP)
	@$(BIN)/pybabel -q compile --input-file $< --output-file $@ --locale $*

catalogues: $(patsubst %.po,%.mo,$(wildcard $(LOCALE)/*/LC_MESSAGES/tiltak.po))

report: setup catalogues ## write a report for each document, and Porsgrunn's own page, to reports/
	@$(BIN)/tiltak report sick_leave --programme porsgrunn-sick-leave
	@$(BIN)/tiltak report policy_evaluation --programme drammen-employer-policy
	@$(BIN)/tiltak report workforce_outlook --programme porsgrunn-employer-strategy
	@$(BIN)/tiltak report action_programme --programme attraktiv-arbetsgivare --language sv
	@$(BIN)/tiltak report network_programme --programme saman-om-ein-betre-kommune --language nn
	@$(BIN)/tiltak report network_programme --programme kvalitetskommuneprogrammet
	@$(BIN)/tiltak report quality_review --programme olofstrom-2017 --language sv
	@$(BIN)/tiltak report municipality --municipality 4001

test: setup catalogues ## run the tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not browser"

check: setup ## lint, types, layers, data, translations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/tiltak check

guide: setup ## build the guide, to read from build/guide/index.html
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lab: setup catalogues ## open JupyterLab on the notebooks
	@$(BIN)/tiltak lab

bench: setup catalogues ## measure a batch beside the loop an analyst writes (4 minutes)
	@$(BIN)/python benchmarks/batch.py

soak: setup catalogues ## 2,000 runs in one batch: memory and open files (a quarter of an hour)
	@$(BIN)/python benchmarks/soak.py

torture: setup catalogues ## kill a whole batch at 50 random moments (half an hour)
	@TILTAK_KILLS=50 $(BIN)/python -m pytest -s tests/batch/test_batch_torture.py

pot: setup
	@$(BIN)/pybabel -q extract -F babel.cfg -k say -k _say -k say_n:1,2 -k words --no-wrap \
		--omit-header --no-location --sort-output -o $(LOCALE)/tiltak.pot .

messages: pot ## collect the sentences to translate, and update the catalogues with them
	@for code in nb nn sv; do $(BIN)/pybabel -q update -i $(LOCALE)/tiltak.pot -D tiltak -l $$code \
		-d $(LOCALE) --width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; done

lock: ## pin every dependency again, with hashes, in requirements.lock (needs uv)
	@uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 \
		--no-header --no-annotate --quiet -o requirements.lock

clean: ## remove what was made, but for the reports
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
