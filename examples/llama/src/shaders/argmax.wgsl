//! The token with the largest logit: by 64 workgroups, then by one, which goes on to the next position.
#import "sequence.wgsl"::State

const SIZE = 256u;
const PORTIONS = 64u;

/// A logit, and which.
struct Candidate {
    logit: f32,
    token: u32,
}

@group(0) @binding(0) var<storage> logits: array<f32>;
@group(0) @binding(1) var<storage, read_write> candidates: array<Candidate, PORTIONS>;
@group(1) @binding(0) var<storage, read_write> next: State;
/// By position.
@group(1) @binding(1) var<storage, read_write> tokens: array<u32>;

var<workgroup> best: array<Candidate, SIZE>;

// The first one of the largest.
fn better(a: Candidate, b: Candidate) -> Candidate {
    if b.logit > a.logit || (b.logit == a.logit && b.token < a.token) { return b; }
    return a;
}

// The best of all invocations' candidates, for the first one.
fn best_of(own: Candidate, local: u32) -> Candidate {
    best[local] = own;
    for (var half = SIZE / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half { best[local] = better(best[local], best[local + half]); }
    }
    return best[0];
}

@compute @workgroup_size(SIZE)
fn argmax_of_portion(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let count = arrayLength(&logits);
    var own = Candidate(-3e38, 0);
    for (var i = workgroup.x * SIZE + local; i < count; i += PORTIONS * SIZE) {
        own = better(own, Candidate(logits[i], i));
    }
    let candidate = best_of(own, local);
    if local == 0 { candidates[workgroup.x] = candidate; }
}

@compute @workgroup_size(SIZE)
fn argmax(@builtin(local_invocation_index) local: u32) {
    var own = Candidate(-3e38, 0);
    if local < PORTIONS { own = candidates[local]; }
    let candidate = best_of(own, local);
    if local == 0 {
        let position = next.position + next.count;
        tokens[position] = candidate.token;
        next = State(position, 1);
    }
}
