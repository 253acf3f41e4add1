struct Header {
    @size(16) count: u32,
    @align(16) scale: f32,
    @align(32) @size(32) offset: vec3f,
}

@group(0) @binding(0) var<storage> header: Header;

fn scaled() -> vec3f {
    return header.offset * header.scale * f32(header.count);
}
