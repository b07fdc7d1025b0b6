# `make` lists what there is. Set-up happens by itself, and only what has changed is done again.
PYTHON ?= python3
WORKERS ?= 2
ADDRESS ?= 127.0.0.1:8000
BIN := .venv/bin
SETUP := $(PYTHON) -m deploy.setup
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal
TOOLS := "ruff check --quiet ." "ruff format --check --quiet ." "mypy" "lint-imports --no-logo" \
  "djlint --lint --quiet templates" "python -m deploy.checks"
# Playwright keeps an event loop in the thread of the tests, in which no other test could start one: so, two runs.
NOT_MEASURED := -m "not bench and not faults and not browser"
BROWSER := -m browser tests/browser
FAULTS := $(BIN)/pytest tests/faults -m faults -p no:randomly

ifneq ($(shell $(PYTHON) -c 'import sys; print(sys.version_info >= (3, 11))'),True)
$(error Python 3.11 or newer is needed; name it: make PYTHON=python3.11)
endif

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: run
run: ## set up, migrate, load the demo city into an empty database, serve on $(ADDRESS)
	@$(SETUP) run
	@ADDRESS=$(ADDRESS) $(BIN)/python -m deploy.start

.PHONY: setup dev
setup: ## what `run` needs: .venv, npm assets, fonts, translations
	@$(SETUP) run
dev: ## the same for tests and checks
	@$(SETUP) dev

.PHONY: test test-postgres test-security test-faults
test: dev ## all tests on SQLite, browser and security included
	$(PYTEST) $(NOT_MEASURED)
	$(PYTEST) $(BROWSER)
test-postgres: dev ## the same tests on a real PostgreSQL (a throw-away one, or DATABASE_URL)
	TEST_DATABASE=postgres $(BIN)/python -m tests.postgres $(PYTEST) $(NOT_MEASURED)
test-security: dev ## the security promises alone, and what bandit and pip-audit find
	$(PYTEST) -m "security and not browser"
	$(BIN)/python -m deploy.checks dependencies
test-faults: dev ## real server processes on both databases: killed, starved, cut off; 5 min each
	$(FAULTS)
	TEST_DATABASE=postgres $(BIN)/python -m tests.postgres $(FAULTS)

.PHONY: check format
check: dev ## style: ruff, mypy, import arrows, templates, and our own rules; all of them, whatever fails
	@failed=0; for tool in $(TOOLS); do \
	  echo "· $$tool"; PATH="$(BIN):$$PATH" sh -c "$$tool" || failed=1; done; exit $$failed
format: dev ## write everything as ruff would
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

.PHONY: bench story screenshots translations
bench: dev ## measure pages and papers, as ratios within one run
	$(BIN)/pytest tests/bench -m bench -p no:randomly -s -q --timeout 1800
story: dev ## walk the whole story in a browser and keep what each window showed, in var/story
	RECORDINGS=var/story $(BIN)/pytest -n $(WORKERS) $(BROWSER)/test_story.py
screenshots: dev ## the pictures of the README
	$(BIN)/python -m tests.browser.screenshots
translations: dev ## collect new sentences, merge them (and the pairs of WORDS=file.json), compile
	$(BIN)/python -m deploy.translations $(WORDS)

.PHONY: clean
clean: ## remove what set-up and tools made; the data in var/ stay
	rm -rf .venv node_modules portal/static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis htmlcov .coverage*
	rm -f portal/documents/fonts/*.ttf portal/documents/fonts/*.otf
	find portal -name '*.mo' -delete -o -path 'portal/static/*' '(' -name '*.gz' -o -name '*.br' ')' -delete
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf '{}' +
