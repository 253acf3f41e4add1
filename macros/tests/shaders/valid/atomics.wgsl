@group(0) @binding(0) var<storage, read_write> counters: array<atomic<i32>, 8>;
var<workgroup> best: atomic<u32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
    atomicStore(&best, 0u);
    workgroupBarrier();
    atomicMax(&best, i);
    atomicSub(&counters[1], 1);
    atomicAnd(&counters[2], 7);
    atomicOr(&counters[3], 8);
    atomicXor(&counters[4], 1);
    atomicMin(&counters[5], -1);
    let old = atomicExchange(&counters[6], atomicLoad(&counters[0]));
    let tried = atomicCompareExchangeWeak(&counters[7], old, 5);
    if tried.exchanged { atomicAdd(&counters[0], tried.old_value); }
}
