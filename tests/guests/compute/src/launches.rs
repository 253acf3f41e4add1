//! Dispatches: how many invocations run, in what order, and what is kept between them.

use wasi_webgpu::{
    BufferUsages,
    compute::{AsResource, TypedBuffer},
};

use crate::{
    checks::{fails, gpu, noise},
    kernels::{
        counts::{self, Group1},
        misspelt,
        saxpy::{self, Group0, Overrides},
    },
};

#[wasi_webgpu::test]
async fn saxpy_of_any_length() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let a = gpu.upload(&[[3.0; 4]])?;
    for len in [0, 1, 3, 63, 64, 65, 100_003] {
        let xs: Vec<f32> = noise(len).iter().map(|n| (n >> 12) as f32).collect();
        let x = gpu.upload(&xs)?;
        let mut y = gpu.upload(&vec![1.0; len])?;
        let group = Group0 {
            a: &a,
            x: &x,
            y: &mut y,
        };
        saxpy::saxpy(&gpu, Overrides::default(), group)
            .dispatch_for(len)
            .await?;
        let expected: Vec<f32> = xs.iter().map(|x| 3.0 * x + 1.0).collect();
        assert!(y.read().await? == expected, "{len}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn as_many_workgroups_as_it_takes() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed::<u32>(3)?;
    counts::groups_2d(&gpu, Group1 { out: &mut out })
        .dispatch_for_2d([17_usize, 8])
        .await?;
    assert_eq!(out.read().await?, [3, 2, 1]);
    counts::groups_3d(&gpu, Group1 { out: &mut out })
        .dispatch_for_3d([1_u32, 5, 12])
        .await?;
    assert_eq!(out.read().await?, [1, 2, 3]);
    counts::groups_3d(&gpu, Group1 { out: &mut out })
        .dispatch_groups([4, 5, 6])
        .await?;
    assert_eq!(out.read().await?, [4, 5, 6]);
    counts::groups_2d(&gpu, Group1 { out: &mut out })
        .dispatch_for_2d([17, 0])
        .await?;
    assert_eq!(out.read().await?, [4, 5, 6]);

    let result = counts::groups_2d(&gpu, Group1 { out: &mut out })
        .dispatch_for(17)
        .await;
    fails(result, &["groups_2d", "8 × 4 × 1"]);
    let result = counts::groups_3d(&gpu, Group1 { out: &mut out })
        .dispatch_for_2d([17, 1])
        .await;
    fails(result, &["groups_3d", "4 × 4 × 4"]);
    let result = counts::invocations(&gpu, Group1 { out: &mut out })
        .dispatch_for(-1)
        .await;
    fails(result, &["invocations", "negative"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn the_gpu_can_say_how_many() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed::<u32>(3)?;
    let groups = gpu.buffer("groups").usage(BufferUsages::INDIRECT);
    let groups = groups.upload(&[[9, 9, 9], [1_u32, 2, 3]])?;
    let kernel = counts::groups_3d(&gpu, Group1 { out: &mut out });
    assert_eq!(kernel.dispatch_indirect(&groups).workgroups(), None);
    assert_eq!(
        kernel.dispatch_groups([1, 2, 3]).workgroups(),
        Some([1, 2, 3])
    );
    kernel.dispatch_indirect(&groups.slice(1..)).await?;
    assert_eq!(out.read().await?, [1, 2, 3]);
    let result = kernel.dispatch_indirect(&groups.slice(2..)).await;
    fails(result, &["groups_3d", "\"groups\"", "empty"]);
    let result = kernel.dispatch_indirect(&gpu.upload(&[[1; 3]])?).await;
    fails(result, &["groups_3d", "INDIRECT"]);
    Ok(())
}

#[wasi_webgpu::test]
async fn too_many_workgroups_fold() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let len = 2 * 65_535 + 7;
    let mut out = gpu.zeroed::<u32>(len)?;
    let kernel = counts::folded(&gpu, Group1 { out: &mut out });
    let result = kernel.dispatch_for(len).await;
    fails(
        result,
        &[
            "folded",
            "65539",
            "max_compute_workgroups_per_dimension",
            "65535",
            "dispatch_for_folded",
        ],
    );
    kernel.dispatch_for_folded(len).await?;
    assert!(out.read().await?.into_iter().eq(1..=len as u32));
    kernel.dispatch_for_folded(0).await?;
    // One row where that is enough.
    let mut small = gpu.zeroed::<u32>(5)?;
    counts::folded(&gpu, Group1 { out: &mut small })
        .dispatch_for_folded(5)
        .await?;
    assert_eq!(small.read().await?, [1, 2, 3, 4, 5]);
    Ok(())
}

#[wasi_webgpu::test]
async fn dispatches_of_one_run_see_those_before() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let a = gpu.upload(&[[1.0; 4]])?;
    let (mut x, mut y) = (gpu.upload(&[1.0_f32; 100])?, gpu.upload(&[1.0_f32; 100])?);
    let overrides = Overrides::default();
    let to_y = Group0 {
        a: &a,
        x: &x,
        y: &mut y,
    };
    let to_y = saxpy::saxpy(&gpu, overrides, to_y).dispatch_for(100);
    let to_x = Group0 {
        a: &a,
        x: &y,
        y: &mut x,
    };
    let to_x = saxpy::saxpy(&gpu, overrides, to_x).dispatch_for(100);
    // Fibonacci's numbers.
    gpu.run([&to_y, &to_x, &to_y]).await?;
    gpu.run(vec![to_x.clone(), to_y.clone()]).await?;
    (&to_x).await?;
    to_y.await?;
    assert_eq!(x.read().await?, [21.0; 100]);
    assert_eq!(y.read().await?, [34.0; 100]);
    gpu.run::<wasi_webgpu::compute::Dispatch>([]).await
}

#[wasi_webgpu::test]
async fn pipelines_are_made_once_for_their_constants() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let a = gpu.upload(&[[0.0; 4]])?;
    let x = gpu.zeroed(64)?;
    let mut y = gpu.zeroed(64)?;
    let mut launch = |offset, size| {
        let overrides = Overrides { offset, size };
        let group = Group0 {
            a: &a,
            x: &x,
            y: &mut y,
        };
        saxpy::saxpy(&gpu, overrides, group)
    };
    let half = launch(0.5, 64);
    assert_eq!(half.workgroup_size(), [64, 1, 1]);
    assert_eq!(half.overrides(), [0.5, 64.0]);
    let [(0, bindings)] = half.bindings() else {
        panic!("{:?}", half.bindings());
    };
    let bound: Vec<_> = bindings.0.iter().map(|(binding, _)| *binding).collect();
    assert_eq!(bound, [0, 1, 2]);
    assert_eq!(bindings.0[1].1, x.resource());
    assert_eq!(half.pipeline()?, launch(0.5, 64).pipeline()?);
    assert_ne!(half.pipeline()?, launch(0.25, 64).pipeline()?);
    assert_ne!(half.pipeline()?, launch(0.5, 32).pipeline()?);
    // -0.0 is another constant than 0.0.
    assert_ne!(launch(0.0, 64).pipeline()?, launch(-0.0, 64).pipeline()?);
    launch(0.25, 16).dispatch_for(64).await?;
    half.dispatch_for(64).await?;
    let group = Group0 {
        a: &a,
        x: &x,
        y: &mut y,
    };
    let overrides = Overrides {
        offset: 0.5,
        size: 64,
    };
    let negate = saxpy::negate(&gpu, overrides, group);
    assert_ne!(half.pipeline()?, negate.pipeline()?);
    negate.dispatch_for(64).await?;
    assert_eq!(y.read().await?, [-0.75; 64]);
    Ok(())
}

#[wasi_webgpu::test]
async fn what_the_device_finds_comes_back() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let mut out = gpu.zeroed::<u32>(4)?;
    let wrong = misspelt(&gpu, &mut out).dispatch_groups([1; 3]);
    let right = counts::invocations(&gpu, Group1 { out: &mut out }).dispatch_for(4);
    // The second time as the first: an invalid pipeline is not kept.
    for _ in 0..2 {
        fails((&wrong).await, &["misspelt main"]);
        fails(gpu.run([&right, &wrong]).await, &["misspelt main"]);
    }
    assert_eq!(out.read().await?, [0; 4]);
    right.await?;
    assert_eq!(out.read().await?, [1; 4]);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_buffer_is_read_or_written_by_one_dispatch() -> wasi_webgpu::Result<()> {
    let gpu = gpu().await?;
    let a = gpu.upload(&[[1.0; 4]])?;
    let mut y = gpu.buffer("both").upload(&[1.0_f32; 4])?;
    // The borrow checker refuses `x: &y, y: &mut y`; a second handle gets past it.
    let x = TypedBuffer::from_buffer(&gpu, y.buffer().clone());
    let group = Group0 {
        a: &a,
        x: &x,
        y: &mut y,
    };
    let result = saxpy::saxpy(&gpu, Overrides::default(), group)
        .dispatch_for(4)
        .await;
    fails(result, &["saxpy saxpy", "'both'", "conflicting usages"]);
    Ok(())
}
