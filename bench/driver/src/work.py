"""The rows of work in PyTorch, eager, in f32 without TF32 where a row does not say f16.

Speaks what `bench-protocol` says: requests on stdin, answers on stdout, a line each.
"""

import sys
import time

print("main", flush=True)

import torch
import torch.nn.functional as F

GPU = torch.device("cuda")


def element_wise(size):
    x, y = torch.rand(1 << size, device=GPU), torch.empty(1 << size, device=GPU)
    one = torch.ones((), device=GPU)
    return lambda: torch.add(one, x, alpha=2, out=y)


def reduce(size):
    x = torch.rand(1 << size, device=GPU)
    return lambda: x.sum()


def scan(size):
    x, y = torch.rand(1 << size, device=GPU), torch.empty(1 << size, device=GPU)
    return lambda: torch.cumsum(x, 0, out=y)


def sort(size):
    # Of signed numbers, and with the place of each, which PyTorch always gives.
    x = torch.randint(-(1 << 31), (1 << 31) - 1, (1 << size,), dtype=torch.int32, device=GPU)
    return lambda: torch.sort(x)


def fft(size):
    x = torch.rand(1 << size, dtype=torch.complex64, device=GPU)
    y = torch.empty_like(x)
    return lambda: torch.fft.fft(x, out=y)


def matmul(size, kind=torch.float32):
    a, b, c = (torch.rand(size, size, device=GPU).to(kind) for _ in range(3))
    return lambda: torch.mm(a, b, out=c)


def train(width):
    batch, inputs, classes = 128, 256, 10
    samples = torch.rand(2000, inputs, device=GPU)
    answers = torch.randint(classes, (2000,), device=GPU)
    network = torch.nn.Sequential(
        torch.nn.Linear(inputs, width),
        torch.nn.SiLU(),
        torch.nn.Linear(width, width),
        torch.nn.SiLU(),
        torch.nn.Linear(width, classes),
    ).to(GPU)
    adam = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)

    def step():
        drawn = torch.randint(len(samples), (batch,), device=GPU)
        adam.zero_grad()
        F.cross_entropy(network(samples[drawn]), answers[drawn]).backward()
        adam.step()

    return step


def encoder(sentences, tokens=128):
    """all-MiniLM-L6-v2: BERT of 6 layers, 12 heads of 32, then the mean of the tokens, normalised."""
    hidden, heads, inner, layers, vocabulary = 384, 12, 1536, 6, 30522

    def linear(rows, columns):
        return torch.randn(rows, columns, device=GPU) * 0.02, torch.zeros(rows, device=GPU)

    def norm():
        return torch.ones(hidden, device=GPU), torch.zeros(hidden, device=GPU)

    words = torch.randn(vocabulary, hidden, device=GPU) * 0.02
    positions = torch.randn(tokens, hidden, device=GPU) * 0.02
    first = norm()
    weights = [
        (linear(3 * hidden, hidden), linear(hidden, hidden), norm(), linear(inner, hidden), linear(hidden, inner), norm())
        for _ in range(layers)
    ]
    ids = torch.randint(vocabulary, (sentences, tokens), device=GPU)

    def layer_norm(x, norm):
        return F.layer_norm(x, (hidden,), *norm, eps=1e-12)

    @torch.inference_mode()
    def encode():
        x = layer_norm(words[ids] + positions, first)
        for qkv, output, attention_norm, up, down, last_norm in weights:
            split = F.linear(x, *qkv).view(sentences, tokens, 3, heads, hidden // heads)
            q, k, v = split.permute(2, 0, 3, 1, 4)
            attended = F.scaled_dot_product_attention(q, k, v)
            attended = attended.transpose(1, 2).reshape(sentences, tokens, hidden)
            x = layer_norm(x + F.linear(attended, *output), attention_norm)
            x = layer_norm(x + F.linear(F.gelu(F.linear(x, *up)), *down), last_norm)
        return F.normalize(x.mean(1), dim=-1)

    return encode


class Llama:
    """The 1B shape of Llama 3.2 in f16, with random weights: 16 layers, 32 heads of 64, of keys 8."""

    hidden, inner, layers, heads, kv_heads, size, vocabulary = 2048, 8192, 16, 32, 8, 64, 128256

    def __init__(self, context):
        def matrix(rows, columns):
            return torch.randn(rows, columns, device=GPU, dtype=torch.float16) * 0.02

        self.embedding = matrix(self.vocabulary, self.hidden)
        self.norm = torch.ones(self.hidden, device=GPU, dtype=torch.float16)
        self.weights = [
            (
                matrix((self.heads + 2 * self.kv_heads) * self.size, self.hidden),
                matrix(self.hidden, self.heads * self.size),
                matrix(2 * self.inner, self.hidden),
                matrix(self.hidden, self.inner),
            )
            for _ in range(self.layers)
        ]
        cache = (self.layers, 2, 1, self.kv_heads, context, self.size)
        self.cache = torch.zeros(cache, device=GPU, dtype=torch.float16)
        frequencies = 500_000.0 ** (-torch.arange(0, self.size, 2, device=GPU) / self.size)
        angles = torch.outer(torch.arange(context, device=GPU), frequencies)
        self.rotations = angles.cos().half(), angles.sin().half()

    def rotate(self, x, begin, end):
        cosine, sine = (table[begin:end] for table in self.rotations)
        a, b = x.chunk(2, dim=-1)
        return torch.cat((a * cosine - b * sine, b * cosine + a * sine), dim=-1)

    @torch.inference_mode()
    def forward(self, ids, begin):
        """The token that follows those that begin at a position."""
        count = len(ids)
        end = begin + count
        x = self.embedding[ids]
        for (qkv, output, gate_up, down), cache in zip(self.weights, self.cache):
            heads = F.linear(F.rms_norm(x, (self.hidden,), self.norm, 1e-5), qkv)
            heads = heads.view(1, count, self.heads + 2 * self.kv_heads, self.size).transpose(1, 2)
            q, k, v = heads.split((self.heads, self.kv_heads, self.kv_heads), dim=1)
            cache[0, :, :, begin:end] = self.rotate(k, begin, end)
            cache[1, :, :, begin:end] = v
            attended = F.scaled_dot_product_attention(
                self.rotate(q, begin, end),
                cache[0, :, :, :end],
                cache[1, :, :, :end],
                is_causal=count > 1,
                enable_gqa=True,
            )
            x = x + F.linear(attended.transpose(1, 2).reshape(count, -1), output)
            gate, up = F.linear(F.rms_norm(x, (self.hidden,), self.norm, 1e-5), gate_up).chunk(2, dim=-1)
            x = x + F.linear(F.silu(gate) * up, down)
        last = F.rms_norm(x[-1:], (self.hidden,), self.norm, 1e-5)
        return F.linear(last, self.embedding).argmax(-1)


def prefill(tokens):
    model = Llama(tokens)
    ids = torch.randint(model.vocabulary, (tokens,), device=GPU)
    return lambda: model.forward(ids, 0)


def decode(tokens, position=512):
    """As many tokens, each after the one before it."""
    model = Llama(position + tokens)
    first = torch.randint(model.vocabulary, (1,), device=GPU)

    def run():
        token = first
        for i in range(tokens):
            token = model.forward(token, position + i)

    return run


ROWS = {
    "element-wise": element_wise,
    "reduce": reduce,
    "scan": scan,
    "sort": sort,
    "fft": fft,
    "matmul": matmul,
    "matmul-f16": lambda size: matmul(size, torch.float16),
    "train": train,
    "minilm": encoder,
    "llama-prefill": prefill,
    "llama-decode": decode,
}


def main():
    memory = torch.cuda.get_device_properties(GPU).total_memory
    print(f"ready gpu {memory} {torch.cuda.get_device_name(GPU)}", flush=True)
    current, work = None, None
    for request in sys.stdin:
        row, times = request.split()
        _, what, size = row.split("/")
        if what not in ROWS:
            print(f"lacks no row {row}", flush=True)
            continue
        if row != current:
            work = None
            torch.cuda.empty_cache()
            current, work = row, ROWS[what](int(size))
        torch.cuda.synchronize()
        begin = time.perf_counter()
        for _ in range(int(times)):
            work()
        torch.cuda.synchronize()
        print(f"time {round((time.perf_counter() - begin) * 1e9)}", flush=True)


main()
