# make brief   a cited brief of January 2025, in the terminal and as a page
# make test    the quick tests            make check   style, types, layers, dependencies
# make docs    the documentation          make bench   the measurements
# make data    the data that ships        make bench-ground   ground beside other tools

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
CODE := $(wildcard src tools bench)
MONTH ?= 2025-01

.PHONY: brief test check bench bench-ground docs data
.DELETE_ON_ERROR:

brief: $(VENV)/installed
	@$(VENV)/bin/pyrrhus brief $(MONTH) --format html --out brief-$(MONTH).html
	@$(VENV)/bin/pyrrhus brief $(MONTH)
	@echo "The same brief as a page: $(CURDIR)/brief-$(MONTH).html"

test: $(VENV)/installed-dev
	$(PY) -m pytest -m "not slow" -n auto

check: $(VENV)/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy $(CODE)
	$(VENV)/bin/lint-imports
	$(PY) -m deptry src

bench: $(VENV)/installed-dev
	$(PY) bench/run.py

bench-ground: $(VENV)/installed-bench
	$(PY) bench/ground.py

docs: $(VENV)/installed-docs
	$(PY) -m sphinx -W --keep-going --quiet docs build/docs
	@echo "Documentation: build/docs/index.html"

data: $(VENV)/installed-dev
	$(PY) tools/build_data.py

# One environment, installed again when the project's dependencies change.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "pyrrhus needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make environments; on Debian or Ubuntu install it with: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml hatch_build.py | $(PY)
	@echo "Installing pyrrhus into $(VENV), about a minute the first time ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml hatch_build.py | $(PY)
	@echo "Installing pyrrhus and the tools of its developers into $(VENV) ..."
	@$(PIP) --editable '.[dev]'
	@touch $(VENV)/installed $@

$(VENV)/installed-bench: pyproject.toml hatch_build.py | $(PY)
	@echo "Installing pyrrhus and what it is measured beside into $(VENV) ..."
	@$(PIP) --editable '.[dev,bench]'
	@touch $(VENV)/installed $(VENV)/installed-dev $@

$(VENV)/installed-docs: pyproject.toml hatch_build.py | $(PY)
	@echo "Installing pyrrhus and the tools of its documentation into $(VENV) ..."
	@$(PIP) --editable '.[docs]'
	@touch $(VENV)/installed $@
