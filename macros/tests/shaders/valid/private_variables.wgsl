var<private> seed: u32 = 1u;
var<private> cache: array<f32, 4>;

fn random() -> f32 {
    seed = seed * 747796405u + 2891336453u;
    cache[seed & 3u] = f32(seed) / 4294967295.0;
    return cache[seed & 3u];
}
