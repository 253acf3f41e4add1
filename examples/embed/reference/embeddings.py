"""Makes embeddings.safetensors: what sentence-transformers says of the lines of sentences.txt.

    pip install sentence-transformers safetensors
    python embeddings.py ../model

in this folder, after `cargo xtask model minilm` has fetched the model into ../model. On the CPU, in f32,
one sentence at a time, so that nothing is padded.
"""

import sys
from pathlib import Path

import numpy
import sentence_transformers
import torch
from safetensors.numpy import save_file

here = Path(__file__).parent
sentences = (here / "sentences.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
model = sentence_transformers.SentenceTransformer(sys.argv[1], device="cpu")
embeddings = numpy.concatenate([model.encode([sentence]) for sentence in sentences])
assert embeddings.shape == (20, 384) and embeddings.dtype == numpy.float32, embeddings.shape
versions = {
    "sentence-transformers": sentence_transformers.__version__,
    "torch": torch.__version__,
}
save_file({"embeddings": embeddings}, here / "embeddings.safetensors", metadata=versions)

batched = model.encode(sentences)
print("largest difference to the same in one padded batch:", abs(batched - embeddings).max())
