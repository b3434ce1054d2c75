"""모래상자 안에 들어가는 파일. 표준 라이브러리와 NumPy만 쓰고, 정답을 모르며, 바깥의 방을 부르지 않는다.

안에서는 이 폴더가 꾸러미 `inside`이고, `lstm_ref/exercises/clock.py`가 `inside/clock.py`로 함께 놓인다.
"""
