# 채점용 상자. macOS와 Windows처럼 bubblewrap이 없는 컴퓨터에서 씁니다.
#
#   docker build -t lstm-classroom .
#   docker run --rm -it --memory 4g -v "$PWD:/work" --security-opt seccomp=unconfined \
#     --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
#     lstm-classroom grade /work/handed /work/out --chapters 06 --roster /work/roster.csv
#
# 세 security-opt은 상자 안에서 bubblewrap이 새 이름 공간을 만들 수 있게 합니다(--privileged는 주지 않습니다). 잘 되는지는
# 먼저 `docker run … lstm-classroom selftest`로 봅니다. 리눅스에서 결과 폴더에 쓸 수 없다고 하면 --user "$(id -u):$(id -g)"를 더합니다.
# 상자 안에서는 cgroup을 만들 수 없으므로 메모리는 프로세스마다 묶이고, --memory가 전체를 묶습니다.
# `assign`과 `pack`은 책의 노트북을 읽으므로 --book /src/book을 붙입니다.
FROM python:3.11-slim

# 보안 고침을 받도록 데비안 꾸러미의 판은 적지 않는다
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap util-linux \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN pip install --no-cache-dir -c /src/constraints.txt "/src[classroom]" \
    && useradd --create-home --uid 1000 grader
USER 1000
WORKDIR /work
ENTRYPOINT ["python", "-m", "lstm_ref.classroom"]
CMD ["selftest"]
