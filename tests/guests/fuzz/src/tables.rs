//! What the numbers of the language stand for.

use wasi_webgpu::raw::{
    GpuBufferUsage as Buffer, GpuTextureAspect as Aspect, GpuTextureDimension as Dimension,
    GpuTextureFormat as Format, GpuTextureUsage as Texture, GpuTextureViewDimension as View,
};

/// What a buffer is for. What can hold arguments of indirect calls has only what it is made with: work must
/// come to an end.
pub(crate) const BUFFERS: [Buffer; 12] = [
    Buffer::COPY_SRC.union(Buffer::COPY_DST),
    Buffer::STORAGE
        .union(Buffer::COPY_SRC)
        .union(Buffer::COPY_DST),
    Buffer::MAP_READ.union(Buffer::COPY_DST),
    Buffer::MAP_WRITE.union(Buffer::COPY_SRC),
    Buffer::UNIFORM.union(Buffer::COPY_DST),
    Buffer::VERTEX.union(Buffer::INDEX).union(Buffer::COPY_DST),
    Buffer::INDIRECT.union(Buffer::COPY_SRC),
    Buffer::INDIRECT.union(Buffer::VERTEX).union(Buffer::INDEX),
    Buffer::QUERY_RESOLVE.union(Buffer::COPY_SRC),
    Buffer::STORAGE
        .union(Buffer::VERTEX)
        .union(Buffer::INDEX)
        .union(Buffer::UNIFORM),
    Buffer::empty(),
    Buffer::all(),
];

pub(crate) const FORMATS: [Format; 20] = [
    Format::Rgba8unorm,
    Format::Rgba8unorm,
    Format::Rgba8unorm,
    Format::Rgba8unormSrgb,
    Format::Bgra8unorm,
    Format::R8uint,
    Format::R32float,
    Format::R32uint,
    Format::Rgba16float,
    Format::Rgba32float,
    Format::Rgb10a2unorm,
    Format::Rgb9e5ufloat,
    Format::Depth32float,
    Format::Depth24plusStencil8,
    Format::Depth16unorm,
    Format::Depth24plus,
    Format::Stencil8,
    Format::Depth32floatStencil8,
    Format::Bc1RgbaUnorm,
    Format::Astc4x4Unorm,
];

pub(crate) const COPIED: Texture = Texture::COPY_SRC.union(Texture::COPY_DST);

pub(crate) const TEXTURES: [Texture; 8] = [
    COPIED
        .union(Texture::RENDER_ATTACHMENT)
        .union(Texture::TEXTURE_BINDING),
    COPIED,
    COPIED.union(Texture::STORAGE_BINDING),
    Texture::RENDER_ATTACHMENT.union(Texture::TEXTURE_BINDING),
    Texture::TEXTURE_BINDING,
    Texture::RENDER_ATTACHMENT.union(Texture::TRANSIENT_ATTACHMENT),
    Texture::empty(),
    Texture::all(),
];

pub(crate) const DIMENSIONS: [Dimension; 6] = [
    Dimension::D2,
    Dimension::D2,
    Dimension::D2,
    Dimension::D2,
    Dimension::D3,
    Dimension::D1,
];

pub(crate) const VIEWS: [View; 6] = [
    View::D2,
    View::D2Array,
    View::D3,
    View::D1,
    View::Cube,
    View::CubeArray,
];

pub(crate) const ASPECTS: [Option<Aspect>; 6] = [
    None,
    None,
    None,
    Some(Aspect::All),
    Some(Aspect::DepthOnly),
    Some(Aspect::StencilOnly),
];

/// Bytes from row to row.
pub(crate) const ROWS: [u32; 8] = [256, 256, 256, 512, 0, 64, u32::MAX, u32::MAX - 255];

pub(crate) const COMPUTE: [&str; 6] = [
    "@group(0) @binding(0) var<storage, read_write> n: array<u32>;
     @compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) {
         if id.x < arrayLength(&n) { n[id.x] += 1u; }
     }",
    "@group(0) @binding(0) var<storage, read_write> a: array<u32>;
     @group(0) @binding(1) var<storage, read_write> b: array<u32>;
     @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) { a[id.x] = b[id.x + 1u] + b[a[id.y]]; }",
    "@group(0) @binding(0) var t: texture_2d<f32>;
     @group(0) @binding(1) var<storage, read_write> o: array<f32>;
     @compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) { o[id.x] = textureLoad(t, id.xy * id.x, i32(id.x)).x; }",
    "@group(0) @binding(0) var t: texture_storage_2d<rgba8unorm, write>;
     @compute @workgroup_size(1) fn main(@builtin(global_invocation_id) id: vec3u) { textureStore(t, id.xy * 3, vec4f(1)); }",
    "@compute @workgroup_size(1) fn main() {}",
    "@group(0) @binding(0) var<uniform> u: array<vec4u, 4>;
     var<workgroup> w: array<atomic<u32>, 8>;
     @compute @workgroup_size(8) fn main(@builtin(local_invocation_index) i: u32) { atomicAdd(&w[u[i].x & 15u], 1u); workgroupBarrier(); }",
];

pub(crate) const RENDER: [&str; 4] = [
    "@vertex fn vs(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
         return vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.5, 1.0);
     }
     @fragment fn fs() -> @location(0) vec4f { return vec4f(1.0); }",
    "@vertex fn vs(@location(0) p: vec4f) -> @builtin(position) vec4f { return p; }
     @fragment fn fs() -> @location(0) vec4f { return vec4f(0.5); }",
    "@group(0) @binding(0) var<storage, read_write> n: array<u32>;
     @vertex fn vs(@builtin(instance_index) i: u32) -> @builtin(position) vec4f { return vec4f(f32(i)); }
     @fragment fn fs(@builtin(position) p: vec4f) -> @location(0) vec4f { n[u32(p.x)] = 1u; return p; }",
    "@vertex fn vs() -> @builtin(position) vec4f { return vec4f(); }
     @fragment fn fs() -> @location(0) vec4u { return vec4u(1); }",
];
