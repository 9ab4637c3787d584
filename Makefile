# make run: the dashboard.  make test: all tests.  make check: linters and layers.  make bench: figures.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: run test check bench pictures audit clean

run: .venv/run
	$(BIN)/streamlit run app.py --server.port $(PORT)

# Three at a time: on two cores one of them usually waits for a browser or a server.
test: .venv/dev
	$(BIN)/python -m pytest --numprocesses 3 --dist worksteal

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/oxlint --deny-warnings depmap tests
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint sql
	$(BIN)/depmap check data

bench: .venv/dev
	$(BIN)/python -m tests.benchmark

pictures: .venv/dev
	$(BIN)/python -m docs.pictures

audit: .venv/dev
	$(BIN)/pip-audit -r requirements.txt -r requirements-login.txt -r requirements-mcp.txt \
		-r requirements-postgresql.txt -r requirements-cluster.txt

clean:
	rm -rf .venv

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .

.venv/run: requirements.txt pyproject.toml
	@echo "Setting up .venv with what the dashboard needs: a minute or two, once."
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/dev: $(wildcard requirements*.txt) pyproject.toml
	@echo "Setting up .venv with what the tests and linters need: two or three minutes, once."
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ .venv/run
