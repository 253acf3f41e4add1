override width: u32 = 8;
override height: u32 = 8;

@compute @workgroup_size(width, height, 1)
fn main(@builtin(local_invocation_index) i: u32) {
    _ = i;
}
