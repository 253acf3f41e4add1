use wasi_webgpu::typed::{D2, Filterable, Filtering, Sampler, StorageTexture, Texture, format};
use wasi_webgpu::wgsl;

wgsl! {
    mod kernel {
        @group(0) @binding(0) var picture: texture_2d<f32>;
        @group(0) @binding(1) var blend: sampler;
        @group(0) @binding(2) var written: texture_storage_2d<rgba8unorm, write>;
        @compute @workgroup_size(1)
        fn look() { textureStore(written, vec2u(), textureSampleLevel(picture, blend, vec2f(), 0.0)); }
    }
}

type Written = StorageTexture<D2, format::Rgba8Unorm>;

fn integers(picture: &Texture<D2, u32>, blend: &Sampler<Filtering>, written: &mut Written) {
    let _ = kernel::Group0 { picture, blend, written };
}

fn unfilterable(picture: &Texture<D2, f32>, blend: &Sampler<Filtering>, written: &mut Written) {
    let _ = kernel::Group0 { picture, blend, written };
}

fn shared(picture: &Filterable<Texture<D2, f32>>, blend: &Sampler<Filtering>, written: &Written) {
    let _ = kernel::Group0 { picture, blend, written };
}

fn main() {}
