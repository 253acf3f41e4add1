use wasi_webgpu::typed::{Comparison, D2, D3, Filterable, Sampler, StorageTexture, Texture, format};
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

fn launch(
    picture: &Filterable<Texture<D2, f32>>,
    blend: &Sampler<Comparison>,
    format: &mut StorageTexture<D2, format::Rgba16Float>,
    dimension: &mut StorageTexture<D3, format::Rgba8Unorm>,
) {
    let _ = kernel::Group0 { picture, blend, written: format };
    let _ = kernel::Group0 { picture, blend, written: dimension };
}

fn main() {}
