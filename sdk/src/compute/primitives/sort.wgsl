// One pass: sorts by 8 bits of the key, keeping the order of equal ones. `count` each workgroup's
// digits; their exclusive scan is where each workgroup's keys of each digit begin; `scatter` them there.

// How keys are ordered: 0, as unsigned integers; 1, as signed ones; 2, as floats.
override kind: u32;

struct Params {
    len: u32,
    shift: u32,
    /// A multiple of `TILE`.
    keys_of_group: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> keys: array<u32>;
// For each digit, for each workgroup.
@group(1) @binding(0) var<storage, read_write> digits: array<u32>;
@group(2) @binding(0) var<storage> starts: array<u32>;
@group(2) @binding(1) var<storage, read_write> sorted_keys: array<u32>;
@group(3) @binding(0) var<storage> values: array<u32>;
@group(3) @binding(1) var<storage, read_write> sorted_values: array<u32>;

const SIZE = 128u;
const ITEMS = 12u;
const TILE = SIZE * ITEMS;
// A rank is among 32 keys at a time, so that a mask of them is a word.
const ROWS = SIZE / 32;

// 16 KiB in all, which is what every device has.
var<workgroup> masks: array<array<atomic<u32>, 256>, ROWS>;
var<workgroup> places: array<array<atomic<u32>, 256>, ROWS>;
var<workgroup> next: array<u32, 256>;
var<workgroup> begins: array<u32, 256>;
var<workgroup> staged: array<u32, TILE>;

// Two of `begins` are an invocation's.
const OWN = 256 / SIZE;

fn digit(key: u32) -> u32 {
    var bits = key;
    if kind == 1 { bits ^= 0x80000000; }
    if kind == 2 { bits ^= select(0x80000000u, 0xffffffffu, bits >= 0x80000000); }
    return (bits >> params.shift) & 255;
}

var<workgroup> tally: array<atomic<u32>, 256>;

@compute @workgroup_size(256)
fn count(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let begin = workgroup.x * params.keys_of_group;
    let end = min(begin + params.keys_of_group, params.len);
    for (var i = begin + local; i < end; i += 1024) {
        let a = keys[i];
        let b = keys[i + 256];
        let c = keys[i + 512];
        let d = keys[i + 768];
        atomicAdd(&tally[digit(a)], 1);
        if i + 256 < end { atomicAdd(&tally[digit(b)], 1); }
        if i + 512 < end { atomicAdd(&tally[digit(c)], 1); }
        if i + 768 < end { atomicAdd(&tally[digit(d)], 1); }
    }
    workgroupBarrier();
    digits[local * workgroups.x + workgroup.x] = atomicLoad(&tally[local]);
}

struct Lane {
    row: u32,
    bit: u32,
    /// The end of the workgroup's keys.
    end: u32,
}

fn tally_key(lane: Lane, key: u32, i: u32) {
    if i < lane.end { atomicAdd(&places[lane.row][digit(key)], 1); }
}

// `places`, from how many keys of each digit a row has, to where in the tile the first of them goes.
fn scan_places(local: u32) {
    var sum = 0u;
    for (var own = 0u; own < OWN; own++) {
        for (var row = 0u; row < ROWS; row++) {
            sum += atomicExchange(&places[row][local * OWN + own], sum);
        }
    }
    begins[local] = sum;
    workgroupBarrier();
    var inclusive = sum;
    for (var distance = 1u; distance < SIZE; distance *= 2) {
        var before = 0u;
        if local >= distance { before = begins[local - distance]; }
        workgroupBarrier();
        inclusive += before;
        begins[local] = inclusive;
        workgroupBarrier();
    }
    for (var own = 0u; own < OWN; own++) {
        let d = local * OWN + own;
        for (var row = 0u; row < ROWS; row++) { atomicAdd(&places[row][d], inclusive - sum); }
        begins[d] = atomicLoad(&places[0][d]);
    }
    workgroupBarrier();
}

// Stages one key of each lane of a row, or the index of the key.
fn place_key(lane: Lane, key: u32, i: u32, item: u32) {
    let d = digit(key);
    let is_key = i < lane.end;
    if is_key { atomicOr(&masks[lane.row][d], lane.bit); }
    workgroupBarrier();
    let same = atomicLoad(&masks[lane.row][d]);
    let rank = countOneBits(same & (lane.bit - 1));
    let place = atomicLoad(&places[lane.row][d]) + rank;
    workgroupBarrier();
    if is_key {
        staged[place] = item;
        if rank == 0 {
            atomicStore(&masks[lane.row][d], 0);
            atomicStore(&places[lane.row][d], place + countOneBits(same));
        }
    }
    workgroupBarrier();
}

// The tile's keys in the order of their digits, or where these keys are: in `staged`. Naga has loops
// count their turns, which keeps drivers from unrolling them: by hand, the keys are in registers.
fn stage(tile: u32, end: u32, local: u32, indices: bool) {
    let row = local / 32;
    let lane = Lane(row, 1u << (local % 32), end);
    let i0 = tile + row * (32 * ITEMS) + local % 32;
    let i1 = i0 + 32; let i2 = i0 + 64; let i3 = i0 + 96;
    let i4 = i0 + 128; let i5 = i0 + 160; let i6 = i0 + 192; let i7 = i0 + 224;
    let i8 = i0 + 256; let i9 = i0 + 288; let i10 = i0 + 320; let i11 = i0 + 352;
    let k0 = keys[i0]; let k1 = keys[i1]; let k2 = keys[i2]; let k3 = keys[i3];
    let k4 = keys[i4]; let k5 = keys[i5]; let k6 = keys[i6]; let k7 = keys[i7];
    let k8 = keys[i8]; let k9 = keys[i9]; let k10 = keys[i10]; let k11 = keys[i11];
    tally_key(lane, k0, i0); tally_key(lane, k1, i1); tally_key(lane, k2, i2);
    tally_key(lane, k3, i3); tally_key(lane, k4, i4); tally_key(lane, k5, i5);
    tally_key(lane, k6, i6); tally_key(lane, k7, i7); tally_key(lane, k8, i8);
    tally_key(lane, k9, i9); tally_key(lane, k10, i10); tally_key(lane, k11, i11);
    workgroupBarrier();
    scan_places(local);
    place_key(lane, k0, i0, select(k0, i0, indices));
    place_key(lane, k1, i1, select(k1, i1, indices));
    place_key(lane, k2, i2, select(k2, i2, indices));
    place_key(lane, k3, i3, select(k3, i3, indices));
    place_key(lane, k4, i4, select(k4, i4, indices));
    place_key(lane, k5, i5, select(k5, i5, indices));
    place_key(lane, k6, i6, select(k6, i6, indices));
    place_key(lane, k7, i7, select(k7, i7, indices));
    place_key(lane, k8, i8, select(k8, i8, indices));
    place_key(lane, k9, i9, select(k9, i9, indices));
    place_key(lane, k10, i10, select(k10, i10, indices));
    place_key(lane, k11, i11, select(k11, i11, indices));
}

fn load_next(workgroup: u32, workgroups: u32, local: u32) {
    for (var d = local; d < 256; d += SIZE) { next[d] = starts[d * workgroups + workgroup]; }
}

// After the keys of a tile are written.
fn advance(local: u32) {
    workgroupBarrier();
    for (var own = 0u; own < OWN; own++) {
        let d = local * OWN + own;
        next[d] += atomicLoad(&places[ROWS - 1][d]) - begins[d];
        for (var row = 0u; row < ROWS; row++) { atomicStore(&places[row][d], 0); }
    }
    workgroupBarrier();
}

@compute @workgroup_size(SIZE)
fn scatter(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    load_next(workgroup.x, workgroups.x, local);
    let begin = workgroup.x * params.keys_of_group;
    let end = min(begin + params.keys_of_group, params.len);
    for (var tile = begin; tile < end; tile += TILE) {
        stage(tile, end, local, false);
        for (var i = local; i < min(TILE, end - tile); i += SIZE) {
            let key = staged[i];
            let d = digit(key);
            sorted_keys[next[d] + i - begins[d]] = key;
        }
        advance(local);
    }
}

@compute @workgroup_size(SIZE)
fn scatter_pairs(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    load_next(workgroup.x, workgroups.x, local);
    let begin = workgroup.x * params.keys_of_group;
    let end = min(begin + params.keys_of_group, params.len);
    for (var tile = begin; tile < end; tile += TILE) {
        stage(tile, end, local, true);
        for (var i = local; i < min(TILE, end - tile); i += SIZE) {
            let at = staged[i];
            let key = keys[at];
            let d = digit(key);
            let place = next[d] + i - begins[d];
            sorted_keys[place] = key;
            sorted_values[place] = values[at];
        }
        advance(local);
    }
}
