"""Makes the tiny models in `tiny/`, and what they compute, by numpy in f64 (`expected.json`).

    pip install numpy gguf safetensors tokenizers sentencepiece
    python tiny.py

The seeds are fixed: the same versions of the packages (below) make the same files. GGUF files are written
and quantised by `gguf` (llama.cpp's own package), texts are made tokens by `tokenizers` and
`sentencepiece`, so that none of what is checked here has been used to make what it is checked against.

Made with numpy 2.4.6, gguf 0.19.0, tokenizers 0.23.3, sentencepiece 0.2.3.
"""

import json
import shutil
from collections import namedtuple
from pathlib import Path

import gguf
import numpy as np
import sentencepiece
import tokenizers

FOLDER = Path(__file__).parent / "tiny"
Shape = namedtuple("Shape", "hidden inner layers heads kv_heads size")
TINY = Shape(32, 64, 2, 4, 2, 8)
# The least for formats whose blocks are 256 weights.
BLOCKS = Shape(256, 256, 1, 4, 1, 64)
EPSILON, THETA, CONTEXT = 1e-5, 10000.0, 256
LLAMA3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}
TEXT = "the quick brown fox jumps over the lazy dog, and the dog is not amused: 1234 foxes, 56 dogs.\n"
SPOKEN = "The lazy fox jumps: 123 dogs, naïve!"


def names(shape):
    """The tensors by their names in GGUF, with those of Hugging Face, and shapes."""
    hidden, inner = shape.hidden, shape.inner
    q, kv = shape.heads * shape.size, shape.kv_heads * shape.size
    yield "output_norm", "model.norm", (hidden,)
    for i in range(shape.layers):
        for gguf_name, name, dimensions in [
            ("attn_norm", "input_layernorm", (hidden,)),
            ("attn_q", "self_attn.q_proj", (q, hidden)),
            ("attn_k", "self_attn.k_proj", (kv, hidden)),
            ("attn_v", "self_attn.v_proj", (kv, hidden)),
            ("attn_output", "self_attn.o_proj", (hidden, q)),
            ("ffn_norm", "post_attention_layernorm", (hidden,)),
            ("ffn_gate", "mlp.gate_proj", (inner, hidden)),
            ("ffn_up", "mlp.up_proj", (inner, hidden)),
            ("ffn_down", "mlp.down_proj", (hidden, inner)),
        ]:
            yield f"blk.{i}.{gguf_name}", f"model.layers.{i}.{name}", dimensions


def random_weights(seed, shape, vocabulary, tied):
    random = np.random.default_rng(seed)
    tensors = {}
    all_names = list(names(shape)) + [("token_embd", "", (vocabulary, shape.hidden))]
    if not tied:
        all_names.append(("output", "", (vocabulary, shape.hidden)))
    for name, _, dimensions in all_names:
        values = random.standard_normal(dimensions)
        if len(dimensions) == 1:
            values = 1 + 0.1 * values
        else:
            values *= 1.2 / np.sqrt(dimensions[1])
        tensors[name] = values.astype(np.float32)
    return tensors


def frequencies(size, scaling):
    angle = THETA ** (-np.arange(0, size, 2) / size)
    if scaling is None:
        return angle
    # As transformers' `_compute_llama3_parameters`.
    low_wavelength = scaling["original_max_position_embeddings"] / scaling["low_freq_factor"]
    high_wavelength = scaling["original_max_position_embeddings"] / scaling["high_freq_factor"]
    wavelength = 2 * np.pi / angle
    smooth = (scaling["original_max_position_embeddings"] / wavelength - scaling["low_freq_factor"]) / (
        scaling["high_freq_factor"] - scaling["low_freq_factor"]
    )
    between = (1 - smooth) * angle / scaling["factor"] + smooth * angle
    slow = np.where(wavelength > low_wavelength, angle / scaling["factor"], angle)
    is_between = (wavelength <= low_wavelength) & (wavelength >= high_wavelength)
    return np.where(is_between, between, slow)


def logits(tensors, shape, tokens, interleaved, scaling):
    """For each token, the logits of what comes next: all in f64, by the definition."""
    tensors = {name: values.astype(np.float64) for name, values in tensors.items()}
    x = tensors["token_embd"][tokens]
    n = len(tokens)
    angles = np.arange(n)[:, None, None] * frequencies(shape.size, scaling)
    turns = np.exp(1j * angles)

    def norm(x, weights):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + EPSILON) * weights

    def rope(x):
        if interleaved:
            turned = (x[..., 0::2] + 1j * x[..., 1::2]) * turns
            return np.stack([turned.real, turned.imag], -1).reshape(x.shape)
        half = shape.size // 2
        turned = (x[..., :half] + 1j * x[..., half:]) * turns
        return np.concatenate([turned.real, turned.imag], -1)

    mask = np.triu(np.full((n, n), -np.inf), 1)
    for i in range(shape.layers):
        def weights(name):
            return tensors[f"blk.{i}.{name}"]

        h = norm(x, weights("attn_norm"))
        q = rope((h @ weights("attn_q").T).reshape(n, shape.heads, shape.size))
        k = rope((h @ weights("attn_k").T).reshape(n, shape.kv_heads, shape.size))
        v = (h @ weights("attn_v").T).reshape(n, shape.kv_heads, shape.size)
        k, v = (np.repeat(kv, shape.heads // shape.kv_heads, 1) for kv in (k, v))
        scores = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(shape.size) + mask
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        attended = np.einsum("hqk,khd->qhd", scores, v).reshape(n, shape.heads * shape.size)
        x = x + attended @ weights("attn_output").T
        h = norm(x, weights("ffn_norm"))
        gate = h @ weights("ffn_gate").T
        x = x + (gate / (1 + np.exp(-gate)) * (h @ weights("ffn_up").T)) @ weights("ffn_down").T
    output = tensors.get("output", tensors["token_embd"])
    return norm(x, tensors["output_norm"]) @ output.T


def as_bf16(values):
    """Rounded to bf16: as u16, and as the f32 that it is."""
    bits = values.view(np.uint32)
    rounded = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
    return rounded, (rounded.astype(np.uint32) << 16).view(np.float32)


def write_safetensors(path, tensors):
    """`tensors`: name → (type, bytes, shape)."""
    header, data = {}, b""
    for name, (kind, values) in tensors.items():
        raw = values.tobytes()
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def hugging_face(name, seed, kind, shards, tied, scaling, tokenizer):
    """A folder as `save_pretrained` makes it."""
    folder = FOLDER / name
    folder.mkdir()
    vocabulary = tokenizer.get_vocab_size()
    tensors = random_weights(seed, TINY, vocabulary, tied)
    stored = {}
    hf_names = {gguf_name: name for gguf_name, name, _ in names(TINY)}
    hf_names |= {"token_embd": "model.embed_tokens", "output": "lm_head"}
    for gguf_name, values in tensors.items():
        if kind == "BF16":
            raw, tensors[gguf_name] = as_bf16(values)
        elif kind == "F16":
            raw = values.astype(np.float16)
            tensors[gguf_name] = raw.astype(np.float32)
        else:
            raw = values
        stored[hf_names[gguf_name] + ".weight"] = (kind, raw)
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_act": "silu",
        "vocab_size": vocabulary,
        "hidden_size": TINY.hidden,
        "intermediate_size": TINY.inner,
        "num_hidden_layers": TINY.layers,
        "num_attention_heads": TINY.heads,
        "num_key_value_heads": TINY.kv_heads,
        "rms_norm_eps": EPSILON,
        "rope_theta": THETA,
        "rope_scaling": scaling,
        "max_position_embeddings": CONTEXT,
        "tie_word_embeddings": tied,
        "bos_token_id": 0,
        "eos_token_id": [1],
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if shards == 1:
        write_safetensors(folder / "model.safetensors", stored)
    else:
        index = {}
        for shard in range(shards):
            file = f"model-{shard + 1:05}-of-{shards:05}.safetensors"
            part = dict(list(stored.items())[shard::shards])
            write_safetensors(folder / file, part)
            index |= {tensor: file for tensor in part}
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}) + "\n")
    ids = tokenizer.encode(SPOKEN).ids
    return expectation(name, tensors, TINY, ids, False, scaling)


def random_blocks(random, kind, dimensions):
    """Blocks that `gguf` can read but not make: any bits, whose factors make the weights about as large as
    others."""
    bound = 1.2 * np.sqrt(3 / dimensions[1])
    rows, columns = dimensions

    def factors(most):
        values = bound / most * random.uniform(0.5, 1.5, (rows, columns // 256, 1))
        return values.astype(np.float16).view(np.uint8)

    def bits(count):
        return random.integers(0, 256, (rows, columns // 256, count), np.uint8)

    if kind == gguf.GGMLQuantizationType.Q4_K:
        blocks = [factors(240), factors(32), bits(140)]
    elif kind == gguf.GGMLQuantizationType.Q5_K:
        blocks = [factors(480), factors(32), bits(172)]
    else:
        blocks = [bits(208), factors(2500)]
    return np.concatenate(blocks, -1).reshape(rows, -1)


def gguf_file(name, seed, kind_of, tied, vocabulary, shape=TINY):
    path = FOLDER / f"{name}.gguf"
    tensors = random_weights(seed, shape, len(vocabulary["tokens"]), tied)
    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(shape.hidden)
    writer.add_feed_forward_length(shape.inner)
    writer.add_block_count(shape.layers)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_rope_freq_base(THETA)
    writer.add_rope_dimension_count(shape.size)
    writer.add_tokenizer_model(vocabulary["model"])
    writer.add_token_list(vocabulary["tokens"])
    writer.add_token_types(vocabulary["types"])
    writer.add_bos_token_id(vocabulary["bos"])
    writer.add_eos_token_id(vocabulary["eos"])
    if "scores" in vocabulary:
        writer.add_token_scores(vocabulary["scores"])
    if "merges" in vocabulary:
        writer.add_tokenizer_pre(vocabulary["pre"])
        writer.add_token_merges(vocabulary["merges"])
        writer.add_add_bos_token(True)
    for tensor, values in tensors.items():
        # As llama.cpp: vectors stay f32.
        kind = gguf.GGMLQuantizationType.F32 if values.ndim == 1 else kind_of(tensor)
        if "_K" in kind.name:
            quantised = random_blocks(random, kind, values.shape)
        else:
            quantised = gguf.quantize(values, kind)
        tensors[tensor] = gguf.dequantize(quantised, kind)
        writer.add_tensor(f"{tensor}.weight", quantised, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return expectation(path.name, tensors, shape, [vocabulary["bos"]] + vocabulary["ids"], True, None)


def expectation(name, tensors, shape, tokens, interleaved, scaling):
    last = logits(tensors, shape, np.array(tokens), interleaved, scaling)[-1]
    return {"model": name, "text": SPOKEN, "tokens": tokens, "logits": [float(f"{x:.8g}") for x in last]}


def byte_level():
    """Llama 3's kind of tokenizer, and the same as GGUF has it."""
    words = tokenizers.Regex(
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Sequence(
        [
            tokenizers.pre_tokenizers.Split(words, "isolated"),
            tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    # Only the letters of the text, so that the vocabulary stays small; "ï" has two bytes of its own.
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=96,
        special_tokens=["<|begin|>", "<|end|>"],
        initial_alphabet=[chr(0x100 + 0), "Ã", "¯", "!", "T", "'"],
        show_progress=False,
    )
    tokenizer.train_from_iterator([TEXT] * 4, trainer)
    state = json.loads(tokenizer.to_str())
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    vocabulary = {
        "model": "gpt2",
        "pre": "llama-bpe",
        "tokens": [token for token, _ in by_id],
        "types": [3, 3] + [1] * (len(by_id) - 2),
        "merges": [" ".join(pair) for pair in state["model"]["merges"]],
        "bos": 0,
        "eos": 1,
        "ids": tokenizer.encode(SPOKEN).ids,
    }
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="<|begin|> $A", special_tokens=[("<|begin|>", 0)]
    )
    return tokenizer, vocabulary


def sentence_piece():
    """Llama 2's kind of tokenizer, as GGUF has it."""
    text, model = FOLDER / "text.txt", FOLDER / "sp"
    text.write_text(TEXT * 8)
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(model), vocab_size=330, model_type="bpe", byte_fallback=True,
        normalization_rule_name="identity", remove_extra_whitespaces=False, minloglevel=2,
        num_threads=1, hard_vocab_limit=False,
    )
    processor = sentencepiece.SentencePieceProcessor(model_file=f"{model}.model")
    count = processor.get_piece_size()
    kind = lambda i: 2 if processor.is_unknown(i) else 3 if processor.is_control(i) else 6 if processor.is_byte(i) else 1
    vocabulary = {
        "model": "llama",
        "tokens": [processor.id_to_piece(i) for i in range(count)],
        "types": [kind(i) for i in range(count)],
        "scores": [processor.get_score(i) for i in range(count)],
        "bos": processor.bos_id(),
        "eos": processor.eos_id(),
        "ids": processor.encode(SPOKEN),
    }
    for file in [text, f"{model}.model", f"{model}.vocab"]:
        Path(file).unlink()
    return vocabulary


def k_mix(tensor):
    """As llama.cpp mixes formats, here with one that it has in Q4_K_S."""
    if tensor == "output" or tensor.endswith("attn_v"):
        return gguf.GGMLQuantizationType.Q6_K
    return gguf.GGMLQuantizationType.Q5_K if tensor.endswith("ffn_down") else gguf.GGMLQuantizationType.Q4_K


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    tokenizer, bpe = byte_level()
    pieces = sentence_piece()
    kinds = gguf.GGMLQuantizationType
    expected = [
        hugging_face("f32", 1, "F32", 2, False, None, tokenizer),
        hugging_face("bf16", 2, "BF16", 1, True, LLAMA3, tokenizer),
        gguf_file("f16", 3, lambda _: kinds.F16, True, bpe),
        gguf_file("q8_0", 4, lambda _: kinds.Q8_0, False, bpe),
        gguf_file("q4_0", 5, lambda _: kinds.Q4_0, True, pieces),
        gguf_file("k_mix", 6, k_mix, False, bpe, BLOCKS),
    ]
    (FOLDER / "expected.json").write_text(json.dumps(expected) + "\n")


main()
