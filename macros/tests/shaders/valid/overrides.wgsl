@id(0) override gain: f32 = 1.5;
@id(1) override taps: u32 = 8;
override enabled: bool = true;
override doubled = gain * 2.0;

@group(0) @binding(0) var<storage, read_write> data: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if enabled {
        data[id.x] *= doubled + f32(taps);
    }
}
