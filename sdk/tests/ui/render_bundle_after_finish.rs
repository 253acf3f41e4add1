//! `finish` takes the encoder of a bundle.

use wasi_webgpu::{RenderBundle, RenderBundleEncoder};

fn record(mut encoder: RenderBundleEncoder<'_>) -> RenderBundle {
    let bundle = encoder.finish(&Default::default());
    encoder.draw(0..3, 0..1);
    bundle
}

fn main() {}
