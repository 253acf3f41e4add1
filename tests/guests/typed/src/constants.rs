//! Override constants: defaults, those made of others, workgroup sizes and workgroup memory.

use wasi_webgpu::{Result, compute::Gpu, wgsl};

wgsl! {
    mod kernel {
        override width: u32 = 4;
        override height: u32 = width * 2u;
        @id(7) override negative: bool = false;
        override factor: f32 = max(1.5, 0.5);
        override shift: i32;
        override cells: u32 = 16;
        const LAYERS = 2;

        var<workgroup> shared_sums: array<u32, cells * 2u>;
        @group(1) @binding(0) var<storage, read_write> seen: array<f32>;
        @group(1) @binding(3) var<uniform> unused: vec4f;

        @compute @workgroup_size(width, height / 2u, LAYERS)
        fn look(@builtin(local_invocation_index) i: u32, @builtin(num_workgroups) n: vec3u) {
            shared_sums[i % (cells * 2u)] = i;
            workgroupBarrier();
            if i == 0 {
                seen[0] = f32(width);
                seen[1] = f32(height);
                seen[2] = select(factor, -factor, negative);
                seen[3] = f32(shift);
                seen[4] = f32(n.x);
                seen[5] = f32(shared_sums[1]);
            }
        }
    }
}

async fn seen(overrides: kernel::Overrides) -> Result<Vec<f32>> {
    let gpu = Gpu::request().await?;
    let mut seen = gpu.zeroed(6)?;
    let group = kernel::Group1 {
        seen: &mut seen,
        unused: &gpu.upload(&[[0.0; 4]])?,
    };
    let launch = kernel::look(&gpu, overrides, group);
    launch.dispatch_for_3d([8, 1, 1]).await?;
    seen.read().await
}

#[wasi_webgpu::test]
async fn defaults_are_wgsls() -> Result<()> {
    let overrides = kernel::Overrides::new(-3);
    assert_eq!(overrides.factor, 1.5);
    assert_eq!(seen(overrides).await?, [4.0, 8.0, 1.5, -3.0, 2.0, 1.0]);
    Ok(())
}

#[wasi_webgpu::test]
async fn what_is_given_counts() -> Result<()> {
    let overrides = kernel::Overrides {
        width: 2,
        negative: true,
        ..kernel::Overrides::new(1)
    };
    assert_eq!(overrides.height, None);
    assert_eq!(seen(overrides).await?, [2.0, 4.0, -1.5, 1.0, 4.0, 1.0]);
    let overrides = kernel::Overrides {
        height: Some(6),
        ..overrides
    };
    assert_eq!(seen(overrides).await?, [2.0, 6.0, -1.5, 1.0, 4.0, 1.0]);
    Ok(())
}

#[wasi_webgpu::test]
async fn too_large_a_workgroup_is_an_error_that_says_which_limit() {
    let overrides = kernel::Overrides {
        width: 4096,
        ..kernel::Overrides::new(0)
    };
    let error = seen(overrides).await.unwrap_err().to_string();
    assert!(error.contains("max_compute_workgroup_size_x"), "{error}");
    assert!(error.contains("4096"), "{error}");
}

#[wasi_webgpu::test]
async fn too_much_workgroup_memory_is_an_error_that_says_so() {
    let overrides = kernel::Overrides {
        cells: 1 << 20,
        ..kernel::Overrides::new(0)
    };
    let error = seen(overrides).await.unwrap_err().to_string();
    assert!(
        error.contains("max_compute_workgroup_storage_size"),
        "{error}"
    );
    assert!(error.contains("8388608"), "{error}");
}
