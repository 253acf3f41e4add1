//! `f16`, and what else has sizes of its own: on devices that have the feature.

use wasi_webgpu::{Features, Result, compute::Gpu, typed::f16, wgsl};

wgsl! {
    mod halves {
        features(f16);
        enable f16;
        struct Small { a: f16, b: vec3h, c: f16, d: mat2x3h, e: array<vec3h, 2>, f: f16 }
        @group(0) @binding(0) var<storage> small: array<Small>;
        @group(0) @binding(1) var<storage, read_write> sums: array<f16>;
        @compute @workgroup_size(1)
        fn sum() {
            for (var i = 0u; i < arrayLength(&small); i++) {
                let s = small[i];
                let vectors = s.b + s.d[0] + s.d[1] + s.e[0] + s.e[1];
                sums[i] = s.a + s.c + s.f + vectors.x + 2.0h * vectors.y + 4.0h * vectors.z;
            }
        }
    }
}

fn h(x: f32) -> f16 {
    f16::from_f32(x)
}

#[wasi_webgpu::test]
async fn halves_are_laid_out_as_in_wgsl() -> Result<()> {
    let gpu = Gpu::request().await?;
    let vector = [h(1.0), h(0.5), h(0.25)];
    let mut small = halves::Small::new(
        h(1.0),
        vector,
        h(2.0),
        [vector.into(); 2],
        [vector.into(); 2],
        h(3.0),
    );
    let first = small;
    small.e[1][2] = h(1.25);
    let small = gpu.upload(&[first, small])?;
    let mut sums = gpu.zeroed(2)?;
    let group = halves::Group0 {
        small: &small,
        sums: &mut sums,
    };
    let run = halves::sum(&gpu, group).dispatch_groups([1, 1, 1]).await;
    if !gpu.features().contains(Features::SHADER_F16) {
        let error = run.unwrap_err().to_string();
        assert!(error.contains("f16"), "{error}");
        return Ok(());
    }
    run?;
    assert_eq!(sums.read().await?, [h(21.0), h(25.0)]);
    Ok(())
}
