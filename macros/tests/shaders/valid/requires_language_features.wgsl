requires readonly_and_readwrite_storage_textures;
requires packed_4x8_integer_dot_product, pointer_composite_access;

fn f(a: u32) -> u32 { return dot4U8Packed(a, a); }
