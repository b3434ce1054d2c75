# 두 명령이면 된다: make book(책 만들기), make test(모든 검사).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.PHONY: help book notebooks check test test-fast test-notebooks test-site test-browser chromium matrix bench mutations prose-mutations format clean

help:
	@echo "make book        HTML 책을 만들고 여는 곳을 알립니다"
	@echo "make test        모든 검사를 합니다(CI와 같음)"
	@echo "make test-browser JupyterLab과 Colab의 판에서 조작판을 봅니다(몇 분 더)"
	@echo "make notebooks   book/src/*.md를 실행해 book/*.ipynb를 다시 만듭니다"
	@echo "make check       원문과 맞지 않는 노트북을 알립니다"
	@echo "make matrix      NumPy와 CPU를 바꿔 가며 노트북 출력을 비교합니다"
	@echo "make bench       torch와 견준 빠르기를 잽니다"
	@echo "make mutations   일부러 넣은 실수를 검사가 잡는지 봅니다"
	@echo "make prose-mutations 본문의 수와 견주는 말을 하나씩 틀리게 하고 검사가 잡는지 봅니다"
	@echo "make format      ruff로 모양을 고칩니다"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { echo "venv를 만들지 못했습니다. Debian이라면 apt-get install python3-venv를 먼저 하세요."; exit 1; }

$(VENV)/book.stamp: requirements.txt constraints.txt pyproject.toml | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/test.stamp: requirements-test.txt $(VENV)/book.stamp
	$(PIP) -r requirements-test.txt
	@touch $@

book: $(VENV)/book.stamp
	@$(BIN)/python book/build.py --check
	$(BIN)/jupyter-book build . --warningiserror --nitpick --keep-going --quiet
	@echo "책을 만들었습니다. 브라우저로 여세요: $(CURDIR)/_build/html/index.html"

notebooks: $(VENV)/book.stamp
	$(BIN)/python book/build.py

check: $(BIN)/python
	$(BIN)/python book/build.py --check

test: test-fast test-notebooks test-site

test-fast: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

test-notebooks: $(VENV)/test.stamp
	$(BIN)/python -m pytest --nbval -o addopts= -n $(JOBS) --dist loadscope book/*.ipynb

test-site: $(VENV)/test.stamp chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "slow and not browser"

# 서버를 띄우거나 새 환경에 내려받으므로 따로 둔다
test-browser: $(VENV)/test.stamp chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m browser

chromium:
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium fonts-nanum; } >/dev/null

matrix: $(VENV)/test.stamp
	$(BIN)/python tests/matrix.py

bench: $(VENV)/test.stamp
	$(BIN)/python bench/bench.py

mutations: $(VENV)/test.stamp
	$(BIN)/python tests/mutations.py

# 장을 모두 실행하므로(몇 분) 따로 둔다. 검사에는 장 하나의 표본이 들어 있다
prose-mutations: $(VENV)/test.stamp
	$(BIN)/python tests/prose_mutations.py

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

clean:
	rm -rf _build $(VENV)
