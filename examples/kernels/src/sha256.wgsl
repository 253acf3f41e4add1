// SHA-256 of one block for each invocation (FIPS 180-4).
const K = array<u32, 64>(
    0x428a2f98u, 0x71374491u, 0xb5c0fbcfu, 0xe9b5dba5u, 0x3956c25bu, 0x59f111f1u, 0x923f82a4u, 0xab1c5ed5u,
    0xd807aa98u, 0x12835b01u, 0x243185beu, 0x550c7dc3u, 0x72be5d74u, 0x80deb1feu, 0x9bdc06a7u, 0xc19bf174u,
    0xe49b69c1u, 0xefbe4786u, 0x0fc19dc6u, 0x240ca1ccu, 0x2de92c6fu, 0x4a7484aau, 0x5cb0a9dcu, 0x76f988dau,
    0x983e5152u, 0xa831c66du, 0xb00327c8u, 0xbf597fc7u, 0xc6e00bf3u, 0xd5a79147u, 0x06ca6351u, 0x14292967u,
    0x27b70a85u, 0x2e1b2138u, 0x4d2c6dfcu, 0x53380d13u, 0x650a7354u, 0x766a0abbu, 0x81c2c92eu, 0x92722c85u,
    0xa2bfe8a1u, 0xa81a664bu, 0xc24b8b70u, 0xc76c51a3u, 0xd192e819u, 0xd6990624u, 0xf40e3585u, 0x106aa070u,
    0x19a4c116u, 0x1e376c08u, 0x2748774cu, 0x34b0bcb5u, 0x391c0cb3u, 0x4ed8aa4au, 0x5b9cca4fu, 0x682e6ff3u,
    0x748f82eeu, 0x78a5636fu, 0x84c87814u, 0x8cc70208u, 0x90befffau, 0xa4506cebu, 0xbef9a3f7u, 0xc67178f2u,
);

@group(0) @binding(0) var<storage, read> numbers: array<u32>;
@group(0) @binding(1) var<storage, read_write> hashes: array<array<u32, 8>>;

fn rotr(x: u32, n: u32) -> u32 { return (x >> n) | (x << (32u - n)); }
fn big0(x: u32) -> u32 { return rotr(x, 2u) ^ rotr(x, 13u) ^ rotr(x, 22u); }
fn big1(x: u32) -> u32 { return rotr(x, 6u) ^ rotr(x, 11u) ^ rotr(x, 25u); }
fn small0(x: u32) -> u32 { return rotr(x, 7u) ^ rotr(x, 18u) ^ (x >> 3u); }
fn small1(x: u32) -> u32 { return rotr(x, 17u) ^ rotr(x, 19u) ^ (x >> 10u); }

fn compressed(first: array<u32, 16>) -> array<u32, 8> {
    var block = first;
    var w: array<u32, 64>;
    for (var t = 0u; t < 16u; t++) { w[t] = block[t]; }
    for (var t = 16u; t < 64u; t++) {
        w[t] = small1(w[t - 2u]) + w[t - 7u] + small0(w[t - 15u]) + w[t - 16u];
    }
    var start = array<u32, 8>(
        0x6a09e667u, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au, 0x510e527fu, 0x9b05688cu, 0x1f83d9abu, 0x5be0cd19u,
    );
    var s = start;
    var k = K;
    for (var t = 0u; t < 64u; t++) {
        let chosen = (s[4] & s[5]) ^ (~s[4] & s[6]);
        let most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        let one = s[7] + big1(s[4]) + chosen + k[t] + w[t];
        let two = big0(s[0]) + most;
        for (var i = 7u; i > 0u; i--) { s[i] = s[i - 1u]; }
        s[4] += one;
        s[0] = one + two;
    }
    for (var i = 0u; i < 8u; i++) { s[i] += start[i]; }
    return s;
}

@compute @workgroup_size(64)
fn sha256(@builtin(global_invocation_id) id: vec3u) {
    if id.x < arrayLength(&numbers) {
        var block: array<u32, 16>;
        block[0] = numbers[id.x];
        block[1] = 0x80000000u;
        block[15] = 32u;
        hashes[id.x] = compressed(block);
    }
}
