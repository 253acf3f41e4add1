//! Nobody calls a test with arguments.

#[wasi_webgpu::test]
async fn adds(a: u32, b: u32) {
    assert_eq!(a + b, 4);
}

fn main() {}
