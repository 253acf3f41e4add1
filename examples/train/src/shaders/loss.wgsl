// How far a batch is off: the cross entropy of the softmax of each row of logits to the class that is
// right. One workgroup does all rows, so that it alone can say what their mean is, and count the steps.

struct Params {
    rows: u32,
    classes: u32,
}

const THREADS = 256u;

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<storage, read> answers: array<u32>;
/// The derivatives of the mean loss by the logits.
@group(0) @binding(3) var<storage, read_write> deltas: array<f32>;
/// Of each step, the mean loss.
@group(0) @binding(4) var<storage, read_write> losses: array<f32>;
/// Of each step, the rows whose greatest logit is that of the right class.
@group(0) @binding(5) var<storage, read_write> hits: array<u32>;
/// Steps so far.
@group(0) @binding(6) var<storage, read_write> steps: u32;

var<workgroup> loss_sums: array<f32, THREADS>;
var<workgroup> hit_sums: array<u32, THREADS>;

// Its share of the loss, and its deltas.
fn score(row: u32, local: u32) {
    let begin = row * params.classes;
    let answer = answers[row];
    var greatest = logits[begin];
    var guess = 0u;
    for (var k = 1u; k < params.classes; k++) {
        let logit = logits[begin + k];
        if logit > greatest {
            greatest = logit;
            guess = k;
        }
    }
    // Relative to the greatest, no exponential is infinite.
    var sum = 0.0;
    for (var k = 0u; k < params.classes; k++) {
        sum += exp(logits[begin + k] - greatest);
    }
    for (var k = 0u; k < params.classes; k++) {
        let probability = exp(logits[begin + k] - greatest) / sum;
        let wanted = select(0.0, 1.0, k == answer);
        deltas[begin + k] = (probability - wanted) / f32(params.rows);
    }
    loss_sums[local] += log(sum) + greatest - logits[begin + answer];
    hit_sums[local] += u32(guess == answer);
}

@compute @workgroup_size(THREADS)
fn loss(@builtin(local_invocation_index) local: u32) {
    for (var row = local; row < params.rows; row += THREADS) {
        score(row, local);
    }
    for (var half = THREADS / 2; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half {
            loss_sums[local] += loss_sums[local + half];
            hit_sums[local] += hit_sums[local + half];
        }
    }
    if local == 0 && steps < arrayLength(&losses) {
        losses[steps] = loss_sums[0] / f32(params.rows);
        hits[steps] = hit_sums[0];
        steps += 1;
    }
}
