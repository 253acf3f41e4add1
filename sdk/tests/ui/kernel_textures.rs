use wasi_webgpu::{
    gpu, kernel,
    kernel::{GlobalIndex, GlobalIndex2, Sampler, StorageTexture2d, Texture2d, Texture2dArray, Vec4, vec2},
    typed::{D2, Texture},
    typed::format::{R16Float, R32Float, Rgba8Unorm},
};

#[kernel(workgroup_size = 64)]
fn by_value(i: GlobalIndex, image: Texture2d<f32>, out: &mut [f32]) {
    out[i] = image.load(i, 0).x;
}

#[kernel(workgroup_size = 64)]
fn of_no_type(at: GlobalIndex2, image: &Texture2d, out: &mut [f32]) {
    out[at.x] = image.load(at, 0).x;
}

#[kernel(workgroup_size = 64)]
fn of_no_format(at: GlobalIndex2, image: &mut StorageTexture2d<R16Float>) {
    image.store(at, Vec4::ZERO);
}

#[kernel(workgroup_size = 64)]
fn writes_to_a_sampled_one(at: GlobalIndex2, image: &mut Texture2d<f32>) {
    image.store(at, Vec4::ZERO);
}

#[kernel(workgroup_size = 64)]
fn writes_to_a_shared_one(at: GlobalIndex2, image: &StorageTexture2d<R32Float>, out: &mut [f32]) {
    image.store(at, Vec4::ZERO);
    out[0] = 1.0;
}

#[kernel(workgroup_size = 64)]
fn reads_what_it_writes(at: GlobalIndex2, image: &mut StorageTexture2d<Rgba8Unorm>) {
    image.store(at, image.load(at) * 0.5);
}

#[kernel(workgroup_size = 64)]
fn assigns(at: GlobalIndex2, image: &mut StorageTexture2d<Rgba8Unorm>) {
    image = Vec4::ZERO;
}

#[kernel(workgroup_size = 64)]
fn indexes(at: GlobalIndex2, image: &Texture2d<f32>, out: &mut [Vec4]) {
    out[0] = image[at];
}

#[kernel(workgroup_size = 64)]
fn without_a_level(at: GlobalIndex2, image: &Texture2d<f32>, out: &mut [Vec4]) {
    out[0] = image.load(at);
}

#[kernel(workgroup_size = 64)]
fn without_a_layer(at: GlobalIndex2, image: &Texture2dArray<f32>, out: &mut [Vec4]) {
    out[0] = image.load(at, 0);
}

#[kernel(workgroup_size = 64)]
fn at_a_number(i: GlobalIndex, image: &Texture2d<f32>, out: &mut [Vec4]) {
    out[i] = image.load(i, 0);
}

#[kernel(workgroup_size = 64)]
fn samples_integers(i: GlobalIndex, image: &Texture2d<u32>, sampler: &Sampler, out: &mut [Vec4]) {
    out[i] = image.sample_level(sampler, vec2(0.5, 0.5), 0.0);
}

#[kernel(workgroup_size = 64)]
fn samples_by_no_sampler(i: GlobalIndex, image: &Texture2d<f32>, out: &mut [Vec4]) {
    out[i] = image.sample_level(image, vec2(0.5, 0.5), 0.0);
}

#[kernel(workgroup_size = 64)]
fn samples_without_a_level(i: GlobalIndex, image: &Texture2d<f32>, sampler: &Sampler, out: &mut [Vec4]) {
    out[i] = image.sample(sampler, vec2(0.5, 0.5));
}

#[kernel(workgroup_size = 64)]
fn passes_it_on(i: GlobalIndex, image: &Texture2d<f32>, out: &mut [f32]) {
    let other = image;
    out[i] = 1.0;
}

#[kernel(workgroup_size = 64)]
fn of_the_gpu(i: GlobalIndex, image: &Texture<D2, f32>, out: &mut [f32]) {
    out[i] = 1.0;
}

#[gpu]
fn helper(image: Texture2d<f32>) -> f32 {
    1.0
}

fn main() {}
