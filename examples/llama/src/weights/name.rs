//! What the tensors of a model are called.

/// A tensor of a model; with the number of its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Embedding,
    /// The norm before [`Output`](Self::Output).
    OutputNorm,
    /// Absent where the embedding serves as it.
    Output,
    /// What slows RoPE down, in GGUF.
    RopeFactors,
    AttentionNorm(usize),
    Query(usize),
    Key(usize),
    Value(usize),
    AttentionOutput(usize),
    FeedForwardNorm(usize),
    Gate(usize),
    Up(usize),
    Down(usize),
}

impl Name {
    /// In files of Hugging Face's `LlamaForCausalLM`.
    pub(crate) fn in_safetensors(self) -> String {
        let layer = |index, part| format!("model.layers.{index}.{part}.weight");
        match self {
            Self::Embedding => "model.embed_tokens.weight".to_owned(),
            Self::OutputNorm => "model.norm.weight".to_owned(),
            Self::Output => "lm_head.weight".to_owned(),
            // It is in config.json.
            Self::RopeFactors => String::new(),
            Self::AttentionNorm(index) => layer(index, "input_layernorm"),
            Self::Query(index) => layer(index, "self_attn.q_proj"),
            Self::Key(index) => layer(index, "self_attn.k_proj"),
            Self::Value(index) => layer(index, "self_attn.v_proj"),
            Self::AttentionOutput(index) => layer(index, "self_attn.o_proj"),
            Self::FeedForwardNorm(index) => layer(index, "post_attention_layernorm"),
            Self::Gate(index) => layer(index, "mlp.gate_proj"),
            Self::Up(index) => layer(index, "mlp.up_proj"),
            Self::Down(index) => layer(index, "mlp.down_proj"),
        }
    }

    /// In GGUF files of the architecture `llama`.
    pub(crate) fn in_gguf(self) -> String {
        let layer = |index, part| format!("blk.{index}.{part}.weight");
        match self {
            Self::Embedding => "token_embd.weight".to_owned(),
            Self::OutputNorm => "output_norm.weight".to_owned(),
            Self::Output => "output.weight".to_owned(),
            Self::RopeFactors => "rope_freqs.weight".to_owned(),
            Self::AttentionNorm(index) => layer(index, "attn_norm"),
            Self::Query(index) => layer(index, "attn_q"),
            Self::Key(index) => layer(index, "attn_k"),
            Self::Value(index) => layer(index, "attn_v"),
            Self::AttentionOutput(index) => layer(index, "attn_output"),
            Self::FeedForwardNorm(index) => layer(index, "ffn_norm"),
            Self::Gate(index) => layer(index, "ffn_gate"),
            Self::Up(index) => layer(index, "ffn_up"),
            Self::Down(index) => layer(index, "ffn_down"),
        }
    }
}
