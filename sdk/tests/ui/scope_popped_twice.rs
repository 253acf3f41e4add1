//! An error scope is popped once.

use wasi_webgpu::{Device, ErrorFilter};

async fn check(device: &Device) {
    let scope = device.push_error_scope(ErrorFilter::Validation);
    scope.pop().await;
    scope.pop().await;
}

fn main() {}
