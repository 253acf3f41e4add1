//! A token, drawn by its probability from the nucleus: the fewest of the most probable tokens that have
//! `top_p` together (A. Holtzman et al., "The Curious Case of Neural Text Degeneration", 2020).
//!
//! Nothing is sorted (Z. Ye et al., "Sorting-Free GPU Kernels for LLM Sampling", 2025). A token is drawn from
//! all, which its logit and noise do (Gumbel-max: C. Maddison et al., "A* Sampling", 2014). It belongs to the
//! nucleus if the tokens before it, from the most probable on, have less than `top_p`. If they have more, the
//! nucleus is among them, and so is the next token that is drawn.
//!
//! 64 workgroups draw and add up; one decides, and draws again where it must.
#import "sequence.wgsl"::State
#import "hash.wgsl"::hash4

struct Choice {
    /// Logits are divided by it.
    temperature: f32,
    top_p: f32,
    seed: u32,
}

/// A token, with the largest logit of those that it was drawn from.
struct Draw {
    /// Its logit, divided, and noise.
    score: f32,
    logit: f32,
    token: u32,
    largest: f32,
}

const SIZE = 256u;
const PORTIONS = 64u;
/// Each round leaves a part of the tokens, by chance: to be left with any after so many is out of reach.
const ROUNDS = 256u;
/// Below every logit.
const LOWEST = -3e38;
/// What every token is before.
const NONE = Draw(LOWEST, LOWEST, 0xffffffffu, LOWEST);

@group(0) @binding(0) var<uniform> choice: Choice;
@group(0) @binding(1) var<storage> logits: array<f32>;
@group(0) @binding(2) var<storage, read_write> draws: array<Draw, PORTIONS>;
/// Of the tokens before the one that was drawn, and of all.
@group(0) @binding(3) var<storage, read_write> masses: array<vec2f, PORTIONS>;
@group(0) @binding(4) var<storage, read_write> next: State;
/// By position.
@group(0) @binding(5) var<storage, read_write> tokens: array<u32>;

var<workgroup> drawn: array<Draw, SIZE>;
var<workgroup> sums: array<vec2f, SIZE>;

// Whether a token comes before one that was drawn, from the most probable on.
fn is_before(logit: f32, token: u32, other: Draw) -> bool {
    return logit > other.logit || (logit == other.logit && token < other.token);
}

// The noise of Gumbel's distribution, another for each token, position, round and seed: -ln(-ln(1 - u)).
fn noise(token: u32, round: u32) -> f32 {
    let position = next.position + next.count;
    let bits = hash4(vec4u(token, position, round, choice.seed));
    let u = min((f32(bits) + 0.5) / 4294967296.0, 0.9999999);
    // Many tokens compete by small u, of which 1 - u has but a few digits.
    let exponential = select(-log(1.0 - u), u + u * u * (0.5 + u / 3.0), u < 0.01);
    return -log(exponential);
}

// A token of those before `limit`, of which this invocation has every `stride`th from `first` on.
fn draw(first: u32, stride: u32, limit: Draw, round: u32) -> Draw {
    var best = NONE;
    for (var i = first; i < arrayLength(&logits); i += stride) {
        let logit = logits[i];
        best.largest = max(best.largest, logit);
        if is_before(logit, i, limit) {
            let score = logit / choice.temperature + noise(i, round);
            if score > best.score { best = Draw(score, logit, i, best.largest); }
        }
    }
    return best;
}

// The best of all invocations' draws, for all of them.
fn best_of(own: Draw, local: u32) -> Draw {
    drawn[local] = own;
    for (var half = SIZE / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half {
            var best = drawn[local];
            let other = drawn[local + half];
            let largest = max(best.largest, other.largest);
            if other.score > best.score || (other.score == best.score && other.token < best.token) { best = other; }
            best.largest = largest;
            drawn[local] = best;
        }
    }
    return workgroupUniformLoad(&drawn[0]);
}

// What the probabilities are in proportion to: of the tokens before one, and of all.
fn mass(first: u32, stride: u32, token: Draw) -> vec2f {
    var mass = vec2f();
    for (var i = first; i < arrayLength(&logits); i += stride) {
        let logit = logits[i];
        let weight = exp((logit - token.largest) / choice.temperature);
        mass += vec2f(select(0.0, weight, is_before(logit, i, token)), weight);
    }
    return mass;
}

// The sum of all invocations' masses, for all of them.
fn sum_of(own: vec2f, local: u32) -> vec2f {
    sums[local] = own;
    for (var half = SIZE / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half { sums[local] += sums[local + half]; }
    }
    return workgroupUniformLoad(&sums[0]);
}

// What the portions' draws come to.
fn draw_of_all(local: u32) -> Draw {
    var own = NONE;
    if local < PORTIONS { own = draws[local]; }
    return best_of(own, local);
}

@compute @workgroup_size(SIZE)
fn draw_of_portion(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let best = best_of(draw(workgroup.x * SIZE + local, PORTIONS * SIZE, NONE, 0), local);
    if local == 0 { draws[workgroup.x] = best; }
}

@compute @workgroup_size(SIZE)
fn mass_of_portion(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let token = draw_of_all(local);
    let sum = sum_of(mass(workgroup.x * SIZE + local, PORTIONS * SIZE, token), local);
    if local == 0 { masses[workgroup.x] = sum; }
}

@compute @workgroup_size(SIZE)
fn sample(@builtin(local_invocation_index) local: u32) {
    var token = draw_of_all(local);
    var own = vec2f();
    if local < PORTIONS { own = masses[local]; }
    var sum = sum_of(own, local);
    // The first token belongs to every nucleus.
    for (var round = 1u; round < ROUNDS && sum.x > 0 && sum.x >= choice.top_p * sum.y; round++) {
        token = best_of(draw(local, SIZE, token, round), local);
        sum = sum_of(mass(local, SIZE, token), local);
    }
    if local == 0 {
        let position = next.position + next.count;
        tokens[position] = token.token;
        next = State(position, 1);
    }
}
