# The commands of this project. The work itself is in scripts/.
PYTHON = .venv/bin/python
.DEFAULT_GOAL = help
.PHONY: help setup run test check bench-intake bench-views bench-judging bench-results bench-public screenshots messages lock clean

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

setup: ## Make .venv with everything in it (done by the others where needed)
	@scripts/setup

run: setup ## Start the site with its demo campaigns on http://127.0.0.1:8000 (PORT=8001 make run)
	@exec $(PYTHON) -m scripts.run

# Not --dist worksteal: tests that empty the database must stay the last ones of every worker.
test: setup ## Run the tests (ARGS="tests/entries -k links"; DATABASE_URL=postgres://… for PostgreSQL)
	@$(PYTHON) -m pytest -n auto --maxprocesses 8 -q $(ARGS)

check: setup ## Format, lint, types, import contracts, migrations, translations, settings, templates
	@$(PYTHON) -m scripts.check

bench-intake: setup ## Measure how fast and how surely videos come in (SQLite; PostgreSQL if one answers)
	@$(PYTHON) -m scripts.bench.intake

bench-views: setup ## Measure readings, leaderboards and standings at 12 million readings (PostgreSQL)
	@$(PYTHON) -m scripts.bench.views

bench-judging: setup ## Measure assignment, the judge's desk under load, and 240,000 scores (PostgreSQL)
	@$(PYTHON) -m scripts.bench.judging

bench-results: setup ## Measure standings, evidence, verify.py, certificates and cards (PostgreSQL)
	@$(PYTHON) -m scripts.bench.results

bench-public: setup ## Measure the public pages beside a bare Django project, and through nginx (PostgreSQL, wrk)
	@$(PYTHON) -m scripts.bench.public

screenshots: setup ## Photograph the demo's pages into var/screenshots (ARGS="--languages kk,ar --only winners")
	@$(PYTHON) -m scripts.screenshots $(ARGS)

messages: setup ## Bring the translation catalogues up to date with the source, and compile them
	@$(PYTHON) -m scripts.messages update
	@$(PYTHON) -m scripts.messages compile

lock: setup ## Lock requirements*.in anew (ARGS=--upgrade for newer versions)
	@scripts/lock $(ARGS)

clean: ## Remove what was made, except var (database, uploads, mails)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
