"""13장의 어텐션: 종이로 따라간 수와 같고, PyTorch의 것과 같다."""

import build
import numpy as np
import pytest
import torch

import lstm_ref as lr

hand = lr.experiments.beyond_attention.hand_attention


def torched(q, K, V, mask=None):
    tensors = (torch.tensor(np.array(a))[None] for a in ([q], K, V))
    return torch.nn.functional.scaled_dot_product_attention(*tensors, attn_mask=mask)[0, 0].numpy()


def drawn(seed):
    """질의, 열쇠, 내용. 세 크기가 서로 다르다."""
    rng = np.random.default_rng(seed)
    n, d, m = rng.permutation([2, 3, 5])
    return rng.normal(size=d), rng.normal(size=(n, d)), rng.normal(size=(n, m))


def test_the_hand_example_is_what_the_paper_says():
    one = hand()
    assert one.match.round(2).tolist() == [0.84, -1.16, 1.96]
    assert one.scaled.round(3).tolist() == [0.594, -0.820, 1.386]
    assert one.weight.round(3).tolist() == [0.290, 0.070, 0.640]
    assert one.output.round(3).tolist() == [-0.089, 0.135]


@pytest.mark.parametrize("seed", range(6))
def test_the_output_is_that_of_torch(seed):
    q, K, V = drawn(seed)
    assert np.allclose(hand(q, K, V).output, torched(q, K, V), rtol=0, atol=1e-12)
    assert np.allclose(hand(q, K, V).parts.sum(axis=0), torched(q, K, V), rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_leaving_a_key_out_is_masking_it(seed):
    q, K, V = drawn(seed)
    mask = torch.ones(1, 1, len(K), dtype=torch.bool)
    mask[..., -1] = False
    assert np.allclose(hand(q, K[:-1], V[:-1]).output, torched(q, K, V, mask), rtol=0, atol=1e-12)


def test_large_products_do_not_overflow():
    one = hand(q=[100.0, 90.0], K=[[100.0, 80.0], [-70.0, 60.0]], V=[[1.5], [-2.5]])
    assert one.weight.tolist() == [1.0, 0.0] and one.output.tolist() == [1.5]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"K": [[1.0, 2.0, 3.0]], "V": [[1.0]]}, "K[0]의 길이가 3입니다. 2여야 합니다."),
        ({"K": [[1.0, 2.0]], "V": [[1.0], [2.0]]}, "V의 행이 2개입니다. K와 같은 1개여야 합니다."),
        ({"V": [[1.0], [2.0, 3.0], [4.0]]}, "V[1]의 길이가 2입니다. 1이어야 합니다."),
    ],
)
def test_sizes_that_do_not_fit_are_told(given, said):
    with pytest.raises(ValueError) as error:
        hand(**given)
    assert str(error.value) == said


def test_the_chapter_writes_the_numbers_that_the_function_starts_from():
    text = build.source_text("13-beyond").replace(",\\ ", ", ")
    K, V = ((0.8, 0.3), (-0.6, 1.1), (1.4, -0.7)), ((0.8, -1.2), (0.9, 0.5), (-0.6, 0.7))
    for name, rows in (("k", K), ("v", V)):
        assert all(f"{name}_{n} &= {row}" in text for n, row in enumerate(rows, 1))
    assert np.array_equal(hand((1.2, -0.4), K, V).output, hand().output) and "q = (1.2, -0.4)" in text
