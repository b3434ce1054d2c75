# 두 명령이면 된다: make book(책 만들기), make test(모든 검사).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Ctrl-C로 멈추면 우리말로 알린다
STOP   := trap 'echo; echo "설치를 멈추었습니다. 다시 하면 남은 것부터 합니다."; exit 130' INT;
# PyPI의 torch는 CUDA까지 받아 5 GB를 넘는다. CPU용만 주는 곳에 먼저 묻고, 닿지 않으면 PyPI의 것을 쓴다
TORCH_CPU ?= https://download.pytorch.org/whl/cpu
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export PYTHONUTF8 := 1

.PHONY: help book lock locked lab colab address notebooks check
.PHONY: test test-fast test-notebooks test-site test-browser chromium emoji bubblewrap firefox java
.PHONY: colab-check matrix mutations properties mutants bench bench-page bench-site bench-grading valid pdf prose-mutations
.PHONY: experiments experiments-again
.PHONY: format clean

help:
	@echo "make book        HTML 책을 만들고 여는 곳을 알립니다"
	@echo "make pdf         책 전체를 PDF 하나로 만듭니다(몇 분)"
	@echo "make lab         노트북의 사본을 notebooks/에 두고 JupyterLab에서 엽니다"
	@echo "make colab       노트북과 패키지를 Colab에서 열 zip 하나로 묶습니다"
	@echo "make colab-check Colab의 판에서 모든 노트북을 실행해 봅니다"
	@echo "make address URL=https://…  저장소의 주소를 정합니다"
	@echo "make test        모든 검사를 합니다(CI와 같음)"
	@echo "make test-browser JupyterLab과 Colab의 판에서 조작판을 봅니다(몇 분 더)"
	@echo "make notebooks   book/src/*.md를 실행해 book/*.ipynb를 다시 만듭니다"
	@echo "make check       원문과 맞지 않는 노트북을 알립니다"
	@echo "make matrix      파이썬, NumPy, matplotlib, CPU, 언어를 바꿔 가며 노트북 출력을 비교합니다(멈추면 이어서 합니다)"
	@echo "make bench       torch와 견준 빠르기를 잽니다"
	@echo "make bench-grading 제출물 210개를 채점해 한 사람에 몇 초인지 잽니다"
	@echo "make bench-page  조작판의 그리기, 준비, 스크립트 크기, 밀림을 잽니다"
	@echo "make bench-site  쪽마다 밀림과 첫 화면의 크기를, 두 쪽의 Lighthouse를 잽니다(Node와 npm)"
	@echo "make mutations   일부러 넣은 실수를 검사가 잡는지 봅니다"
	@echo "make properties  공개 이름을 Hypothesis로 훨씬 많이 두드립니다"
	@echo "make experiments 12장의 오래 걸리는 표를 잇습니다(있는 행은 건너뜀)"
	@echo "make experiments-again 저장한 행을 모두 다시 돌려 견줍니다"
	@echo "make mutants     자기 확인이 망가뜨린 풀이를 통과시키지 않고, 시드 200개에서 실수를 알아보는지 봅니다"
	@echo "make valid       W3C의 검사기 vnu로 만든 HTML을 봅니다(Java와 npm)"
	@echo "make prose-mutations 본문의 수와 견주는 말을 하나씩 틀리게 하고 검사가 잡는지 봅니다"
	@echo "make locked      해시가 맞는 파일만 받아 책의 환경을 만듭니다"
	@echo "make lock        requirements의 판으로 locks/의 해시를 다시 적습니다"
	@echo "make format      ruff로 모양을 고칩니다"

# pip까지 있어야 다 된 환경이다. 만들다 멈춘 것은 지우고 새로 만든다
$(VENV)/pip.stamp:
	@echo "가상 환경($(VENV))을 만듭니다."
	@rm -rf $(VENV); mkdir $(VENV)
	@$(STOP) $(PYTHON) -m venv $(VENV) 2>$(VENV)/why && $(BIN)/python -m pip --version >/dev/null || { cat $(VENV)/why; rm -rf $(VENV); \
	  echo "가상 환경을 만들지 못했습니다. Debian이라면 apt-get install python3-venv를 한 뒤 다시 하세요."; exit 1; }
	@touch $@

$(VENV)/book.stamp: requirements.txt constraints.txt pyproject.toml | $(VENV)/pip.stamp
	@echo "책에 필요한 것을 설치합니다. 처음에는 몇 분 걸립니다(약 200 MB)."
	@$(STOP) $(PIP) -r requirements.txt
	@touch $@

$(VENV)/lab.stamp: requirements-lab.txt $(VENV)/book.stamp
	@echo "JupyterLab을 설치합니다(약 50 MB)."
	@$(STOP) $(PIP) -r requirements-lab.txt
	@touch $@

$(VENV)/test.stamp: requirements-test.txt requirements-lab.txt $(VENV)/book.stamp
	@echo "검사에 필요한 것을 설치합니다. 처음에는 몇 분 걸립니다(약 400 MB)."
	@$(BIN)/python -c "import torch" 2>/dev/null || $(PIP) --retries 0 --timeout 15 --index-url $(TORCH_CPU) \
	  "$$(grep -o '^torch==[0-9.]*' requirements-test.txt)" >/dev/null 2>&1 || echo "CPU용 torch를 받는 곳에 닿지 않아 PyPI의 것을 씁니다."
	@$(STOP) $(PIP) -r requirements-test.txt
	@touch $@

# 해시까지 적은 잠금(locks/*.txt). 판은 requirements*.txt와 constraints.txt가 정하고, uv는 파일마다의 해시를 더한다.
# 파이썬 3.11.2부터 어느 판, 어느 운영체제에서나 쓰는 하나다. torch는 CPU용과 PyPI의 해시가 달라 넣지 않는다
UV := $(VENV)/uv/bin/uv pip compile --universal --python-version 3.11.2 --generate-hashes --no-header --no-annotate -q -c constraints.txt
lock: $(VENV)/pip.stamp
	@$(PIP) --target $(VENV)/uv --upgrade uv==0.13.9
	@{ grep -v '^-' requirements.txt; echo setuptools; } | $(UV) - -o locks/book.txt
	@cat requirements*.txt | grep -v '^-\|^torch' | $(UV) - -o locks/test.txt

# 해시가 맞는 파일만 받아 책의 환경을 만든다. make book이 이어서 쓴다. 저장소 자신(-e .)은 해시를 적을 수 없어
# make book과 make test는 잠금 없이 설치하고, 이것은 따로 둔다
locked: $(VENV)/pip.stamp
	@echo "해시를 확인하며 설치합니다. 몇 분 걸립니다(약 200 MB)."
	@$(STOP) $(PIP) --require-hashes -r locks/book.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(VENV)/book.stamp

book: $(VENV)/book.stamp
	@$(BIN)/python book/website.py

# 책 전체를 두 번 찍으므로 몇 분 걸린다. 답과 풀이를 빼려면 make pdf ANSWERS=--no-answers
pdf: $(VENV)/test.stamp chromium emoji book
	@$(BIN)/python book/pdf.py $(ANSWERS)

lab: $(VENV)/lab.stamp
	@$(BIN)/python book/share.py lab

colab: $(VENV)/book.stamp
	@$(BIN)/python book/share.py colab

# 새 환경에 Colab의 판을 설치해 모든 노트북을 실행하므로 몇 분 걸린다
colab-check: $(VENV)/book.stamp
	@$(BIN)/python tests/colab.py

address: $(VENV)/book.stamp
	@$(BIN)/python book/share.py address "$(URL)"
	@$(BIN)/python book/build.py

notebooks: $(VENV)/book.stamp
	@$(BIN)/python book/build.py

check: $(VENV)/book.stamp
	@$(BIN)/python book/build.py --check

test: test-fast test-notebooks test-site

test-fast: $(VENV)/test.stamp bubblewrap
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

test-notebooks: $(VENV)/test.stamp
	$(BIN)/python -m pytest --nbval -o addopts= -n $(JOBS) --dist loadscope book/*.ipynb

test-site: $(VENV)/test.stamp chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "slow and not browser"

# 서버를 띄우거나 새 환경에 내려받으므로 따로 둔다
test-browser: $(VENV)/test.stamp chromium firefox
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m browser

chromium:
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium fonts-nanum; } >/dev/null \
	  || { echo "브라우저 검사에는 chromium과 fonts-nanum이 있어야 합니다. 설치한 뒤 다시 하세요."; exit 1; }

# 원문에는 그림 글자가 있다. 그 글꼴이 없으면 종이에 빈 네모로 찍힌다
emoji:
	@! command -v fc-list >/dev/null || fc-list ':charset=1f50d' | grep -q . || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends fonts-noto-color-emoji; } >/dev/null 2>&1 \
	  || echo "그림 글자의 글꼴(fonts-noto-color-emoji)이 없어 원문의 그림 글자가 빈 네모로 찍힙니다."

firefox:
	@command -v firefox-esr >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends firefox-esr; } >/dev/null \
	  || { echo "Firefox로 여는 검사에는 firefox-esr이 있어야 합니다. 설치한 뒤 다시 하세요."; exit 1; }

java:
	@command -v java >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends default-jre-headless; } >/dev/null \
	  || { echo "HTML 검사기에는 Java가 있어야 합니다. default-jre-headless를 설치한 뒤 다시 하세요."; exit 1; }

# 채점이 배우는 이의 코드를 가두는 모래상자
bubblewrap:
	@command -v bwrap >/dev/null || [ "$$(uname)" != Linux ] || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends bubblewrap; } >/dev/null \
	  || { echo "채점 검사에는 bubblewrap이 있어야 합니다. 설치한 뒤 다시 하세요."; exit 1; }

matrix: $(VENV)/test.stamp
	$(BIN)/python tests/matrix.py

bench: $(VENV)/test.stamp
	$(BIN)/python bench/bench.py

# 시간을 재는 것은 여기뿐이다. 검사는 시간을 따지지 않는다
bench-page: $(VENV)/test.stamp chromium book
	$(BIN)/python bench/page.py

bench-site: $(VENV)/test.stamp chromium book
	$(BIN)/python bench/site.py

mutations: $(VENV)/test.stamp
	$(BIN)/python tests/mutations.py

# make test의 스무 배쯤 되는 예를 매번 다르게 뽑는다(CPU 몇 분)
properties: $(VENV)/test.stamp
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n $(JOBS) tests/test_properties.py tests/test_properties_numbers.py tests/test_fuzz_records.py

# 빈 표에서 시작하면 두 코어로 한 시간 안. 멈추었다가 다시 해도 된다
experiments: $(VENV)/test.stamp
	$(BIN)/python -m lstm_ref.experiments.sweep honorifics --cores $(JOBS)
	$(BIN)/python -m lstm_ref.experiments.sweep adding --cores $(JOBS)

experiments-again: $(VENV)/test.stamp
	$(BIN)/python -m lstm_ref.experiments.sweep honorifics --again 1000
	$(BIN)/python -m lstm_ref.experiments.sweep adding --again 1000

mutants: $(VENV)/test.stamp
	PYTHONPATH=. $(BIN)/python tests/mutants.py
	SEED_STEP=1 $(BIN)/python -m pytest tests/test_exercises.py -k whatever_the_seed

# 장을 모두 실행하므로(몇 분) 따로 둔다. 검사에는 장 하나의 표본이 들어 있다
prose-mutations: $(VENV)/test.stamp
	$(BIN)/python tests/prose_mutations.py

bench-grading: $(VENV)/test.stamp bubblewrap
	$(BIN)/python bench/grading.py

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

# W3C의 검사기는 Java와 npm이 있어야 하고 30 MB를 내려받으므로 따로 둔다
valid: book java
	npx --yes vnu-jar@26.9.27 --errors-only --skip-non-html _build/html

clean:
	rm -rf _build $(VENV)
