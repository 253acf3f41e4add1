//! What the device lacks, said before it is asked.

use wasi_webgpu::{BufferUsages, Error, Features, Limits, compute::Gpu};

use crate::{
    checks::{fails, gpu},
    kernels::{
        counts::{self, Group1},
        dual_source, large_memory, large_workgroup,
        saxpy::{self, Group0, Overrides},
    },
};

#[wasi_webgpu::test]
async fn workgroups_keep_to_the_limits() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed(1)?;
    let given = gpu.limits().max_compute_workgroup_size_x.to_string();
    let result = large_workgroup(&gpu, &mut out).dispatch_for(1).await;
    let error = fails(
        result,
        &[
            "large_workgroup main",
            "1048576",
            "max_compute_workgroup_size_x",
            &given,
        ],
    );
    assert!(matches!(error, Error::LimitExceeded { .. }));

    let given = gpu.limits().max_compute_workgroup_storage_size.to_string();
    let result = large_memory(&gpu, &mut out).dispatch_for(1).await;
    fails(
        result,
        &[
            "large_memory main",
            "67108864",
            "max_compute_workgroup_storage_size",
            &given,
        ],
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn a_feature_that_is_not_there_is_named() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed(1)?;
    let result = dual_source(&gpu, &mut out).dispatch_for(1).await;
    let error = fails(result, &["dual_source main", "dual-source-blending"]);
    assert!(matches!(error, Error::UnsupportedFeature { .. }));
    Ok(())
}

#[wasi_webgpu::test]
async fn too_many_bytes_and_too_few() -> wasi_webgpu::Result<()> {
    let limits = Limits {
        max_storage_buffer_binding_size: 1 << 16,
        ..Limits::defaults()
    };
    let gpu = Gpu::options().limits(limits).request().await?;
    assert_eq!(gpu.limits().max_compute_invocations_per_workgroup, 256);
    let a = gpu.buffer("many").zeroed::<[f32; 4]>((1 << 12) + 1)?;
    let (x, mut y) = (gpu.zeroed(1)?, gpu.zeroed(1)?);
    let group = Group0 {
        a: &a,
        x: &x,
        y: &mut y,
    };
    let result = saxpy::saxpy(&gpu, Overrides::default(), group)
        .dispatch_for(1)
        .await;
    fails(
        result,
        &["saxpy saxpy", "`a`", "\"many\"", "65552", "65536"],
    );

    let plain = gpu.device().create_buffer(&wasi_webgpu::BufferDescriptor {
        label: Some("plain"),
        size: 64,
        usage: BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let mut plain = wasi_webgpu::compute::TypedBuffer::from_buffer(&gpu, plain);
    let result = counts::invocations(&gpu, Group1 { out: &mut plain })
        .dispatch_for(1)
        .await;
    fails(result, &["invocations", "`out`", "\"plain\"", "STORAGE"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_gpu_has_what_was_asked_for() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    assert_eq!(gpu.features(), gpu.device().features());
    let limits = gpu.device().limits();
    assert!(gpu.limits().check_limits(&limits));
    assert_eq!(
        gpu.limits().max_compute_invocations_per_workgroup,
        limits.max_compute_invocations_per_workgroup
    );
    let text = gpu.to_string();
    let invocations = format!(
        "{} invocations",
        limits.max_compute_invocations_per_workgroup
    );
    for part in [&*gpu.info().name, ", timestamp-query", &invocations] {
        assert!(text.contains(part), "no {part:?} in: {text}");
    }

    let impossible = Limits {
        max_bind_groups: 1_000_000,
        ..Limits::defaults()
    };
    let result = Gpu::options().limits(impossible).request().await;
    fails(result, &["max_bind_groups", "1000000"]);
    let native = Gpu::options().features(Features::POLYGON_MODE_LINE);
    fails(native.request().await, &["WebGPU"]);
    Ok(())
}
