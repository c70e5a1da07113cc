# ION's commands. `make run` on a fresh checkout needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV_PYTHON = .venv/bin/python

.PHONY: run test check soak bench assets clean

run:  ## the site on http://127.0.0.1:5000 (PORT=, HOST=, DEMO=no)
	@$(PYTHON) scripts/run.py

test:  ## the whole test suite
	@$(PYTHON) scripts/install.py test
	@$(VENV_PYTHON) scripts/test.py

check:  ## format, lint, types, import contracts, templates
	@$(PYTHON) scripts/install.py test dev
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m mypy
	@.venv/bin/lint-imports
	@.venv/bin/djlint --lint --quiet templates

soak:  ## random kills and long races; minutes
	@$(PYTHON) scripts/install.py test
	@$(VENV_PYTHON) scripts/test.py -m soak -n 2

bench:  ## measure pages, search and matching over generated content; prints tables
	@$(PYTHON) scripts/install.py test dev
	@$(VENV_PYTHON) -m benchmarks.pages
	@$(VENV_PYTHON) -m benchmarks.mentoring

assets:  ## styles and script, again
	@$(VENV_PYTHON) -m ion.base.assets

clean:  ## everything that was built or installed here; never instance/, where the content is
	rm -rf .venv node_modules static/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
