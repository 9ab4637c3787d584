# make run: the dashboard.  make test: all tests.  make check: linters and layers.  make bench: figures.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: run test check bench pictures audit clean

run: .venv/run
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/dev
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint sql
	$(BIN)/python -m depmap check data

bench: .venv/dev
	$(BIN)/python -m tests.benchmark

pictures: .venv/dev
	$(BIN)/python -m docs.pictures

audit: .venv/dev
	$(BIN)/pip-audit -r requirements.txt -r requirements-login.txt

clean:
	rm -rf .venv

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: requirements-dev.txt requirements-login.txt requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ .venv/run
