//! A shader sees a texture through a view, and a part of a buffer as a binding.

use wasi_webgpu::{BindGroupEntry, BindingResource, Buffer, Texture};

fn texture(texture: &Texture) -> BindGroupEntry<'_> {
    BindGroupEntry {
        binding: 0,
        resource: BindingResource::TextureView(texture),
    }
}

fn buffer(buffer: &Buffer) -> BindGroupEntry<'_> {
    BindGroupEntry {
        binding: 1,
        resource: buffer.slice(..),
    }
}

fn main() {}
