// features: subgroups
@group(0) @binding(0) var<storage, read_write> data: array<u32>;

@compute @workgroup_size(64)
fn main(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(subgroup_invocation_id) lane: u32,
    @builtin(subgroup_size) size: u32,
) {
    let sum = subgroupAdd(data[id.x]) + subgroupExclusiveAdd(1u) + subgroupInclusiveMul(lane);
    let most = subgroupMax(data[id.x]) | subgroupOr(lane) | subgroupBroadcast(sum, 0u);
    let votes = subgroupBallot(sum > size).x + u32(subgroupAll(most > 1u));
    data[id.x] = subgroupShuffle(sum, lane ^ 1u) + subgroupShuffleXor(votes, 2u);
}
