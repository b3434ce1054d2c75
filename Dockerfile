# 채점용 상자. macOS와 Windows처럼 bubblewrap이 없는 컴퓨터에서 씁니다.
#
#   docker build -t lstm-classroom .
#   docker run --rm -it -v "$PWD:/work" --security-opt seccomp=unconfined \
#     --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
#     lstm-classroom grade /work/handed /work/out --chapters 06 --roster /work/roster.csv
#
# 세 security-opt은 상자 안에서 bubblewrap이 새 이름 공간을 만들 수 있게 합니다(--privileged는 주지 않습니다). 잘 되는지는
# 먼저 `lstm-classroom selftest`로 봅니다.
FROM python:3.11-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends bubblewrap util-linux \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN pip install --no-cache-dir "/src[classroom]" && useradd --create-home grader
USER grader
WORKDIR /work
ENTRYPOINT ["python", "-m", "lstm_ref.classroom"]
CMD ["selftest"]
