//! Compute passes: what is bound, and how much is dispatched.

use wasi_webgpu::raw::{
    self, GpuBindingResource as Resource, GpuBufferBindingType as Type, GpuBufferUsage as Usage,
};

use crate::checks::Checks;
use crate::gpu::{COUNT, Gpu, bind, compute_pipeline, entry};

#[wasi_webgpu::test]
async fn setting_bind_groups() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(1024, Usage::STORAGE);
    let layout = gpu.layout(vec![raw::GpuBindGroupLayoutEntry {
        buffer: Some(raw::GpuBufferBindingLayout {
            type_: Some(Type::Storage),
            has_dynamic_offset: Some(true),
            min_binding_size: None,
        }),
        ..entry(0)
    }]);
    let part = raw::GpuBufferBinding {
        buffer: &buffer,
        offset: None,
        size: Some(256),
    };
    let group = gpu.bind_group(&layout, vec![Resource::GpuBufferBinding(part)]);
    let module = gpu.module(COUNT);
    let pipeline_layout = gpu.pipeline_layout(&[&layout]);
    let specific = raw::GpuLayoutMode::Specific(&pipeline_layout);
    let pipeline = gpu
        .device
        .create_compute_pipeline(compute_pipeline(&module, specific));
    let record = |index, offsets: Option<&[u32]>| {
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        pass.set_pipeline(&pipeline);
        let set = pass.set_bind_group(index, Some(&group), offsets, None, None);
        set.expect("all of the offsets are there");
        pass.dispatch_workgroups(1, None, None);
        pass.end();
        encoder.finish(None)
    };
    for (what, index, offsets) in [
        ("no offset", 0, None),
        ("too many offsets", 0, Some(&[0, 0][..])),
        ("10,000 offsets", 0, Some(&[0; 10_000])),
        ("an offset that is not aligned", 0, Some(&[4])),
        ("an offset beyond", 0, Some(&[1024])),
        ("the largest offset", 0, Some(&[u32::MAX - 255])),
        (
            "an index too far",
            gpu.device.limits().max_bind_groups(),
            Some(&[0]),
        ),
        ("u32::MAX", u32::MAX, Some(&[0])),
        ("another index", 1, Some(&[0])),
    ] {
        checks.invalid(what, || record(index, offsets)).await;
    }
    checks
        .fine("the last offset", || record(0, Some(&[768])))
        .await;

    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    for (what, start, length) in [
        ("from beyond", Some(2), Some(0)),
        ("too many", Some(1), Some(1)),
        ("the largest start", Some(u64::MAX), Some(1)),
        ("the largest length", None, Some(u32::MAX)),
        ("both", Some(u64::MAX), Some(u32::MAX)),
    ] {
        let set = checks
            .fine(what, || {
                pass.set_bind_group(0, Some(&group), Some(&[0]), start, length)
            })
            .await;
        checks.holds(what, set.is_err());
    }
    let far = gpu.device.limits().max_bind_groups() - 1;
    checks.fine("unset", || bind(&pass, far, None)).await;
    pass.end();
    checks.fine("finish", || encoder.finish(None)).await;
    let encoder = gpu.encoder();
    let pass = encoder.begin_compute_pass(None);
    bind(&pass, u32::MAX, None);
    pass.end();
    checks
        .invalid("unset u32::MAX", || encoder.finish(None))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn layouts_of_pipelines() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let (one, other) = (gpu.compute_pipeline(COUNT), gpu.compute_pipeline(COUNT));
    let buffer = gpu.buffer(64, Usage::STORAGE);
    for index in [gpu.device.limits().max_bind_groups(), 1 << 31, u32::MAX] {
        checks
            .invalid("no such group", || one.get_bind_group_layout(index))
            .await;
    }
    let layout = checks
        .fine("the first", || one.get_bind_group_layout(0))
        .await;
    checks
        .invalid("a default layout elsewhere", || {
            gpu.pipeline_layout(&[&layout])
        })
        .await;
    let group = gpu.bind_group(&layout, vec![Resource::GpuBuffer(&buffer)]);
    let dispatch = |pipeline| {
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        pass.set_pipeline(pipeline);
        bind(&pass, 0, Some(&group));
        pass.dispatch_workgroups(1, None, None);
        pass.end();
        encoder.finish(None)
    };
    checks.fine("its own group", || dispatch(&one)).await;
    checks
        .invalid("a group of another's default layout", || dispatch(&other))
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn dispatches() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let buffer = gpu.buffer(64, Usage::STORAGE);
    let pipeline = gpu.compute_pipeline(COUNT);
    let layout = pipeline.get_bind_group_layout(0);
    let group = gpu.bind_group(&layout, vec![Resource::GpuBuffer(&buffer)]);
    let max = gpu.device.limits().max_compute_workgroups_per_dimension();
    let arguments = gpu.buffer(16, Usage::INDIRECT);
    let record = |bound: bool, command: &dyn Fn(&raw::GpuComputePassEncoder)| {
        let encoder = gpu.encoder();
        let pass = encoder.begin_compute_pass(None);
        if bound {
            pass.set_pipeline(&pipeline);
            bind(&pass, 0, Some(&group));
        }
        command(&pass);
        pass.end();
        encoder.finish(None)
    };
    for (x, y, z) in [
        (max + 1, None, None),
        (1, Some(max + 1), None),
        (1, None, Some(u32::MAX)),
        (u32::MAX, Some(u32::MAX), Some(u32::MAX)),
        (0, Some(u32::MAX), None),
    ] {
        checks
            .invalid(&format!("{x} {y:?} {z:?}"), || {
                record(true, &|pass| pass.dispatch_workgroups(x, y, z))
            })
            .await;
    }
    for offset in [2, 8, 16, 1 << 40, u64::MAX - 3, u64::MAX] {
        checks
            .invalid("indirect offset", || {
                record(true, &|pass| {
                    pass.dispatch_workgroups_indirect(&arguments, offset)
                })
            })
            .await;
    }
    checks
        .invalid("indirect from elsewhere", || {
            record(true, &|pass| pass.dispatch_workgroups_indirect(&buffer, 0))
        })
        .await;
    checks
        .invalid("without a pipeline", || {
            record(false, &|pass| pass.dispatch_workgroups(1, None, None))
        })
        .await;
    checks
        .invalid("without a group", || {
            record(false, &|pass| {
                pass.set_pipeline(&pipeline);
                pass.dispatch_workgroups(1, None, None);
            })
        })
        .await;
    for data in [[0; 4], [u32::MAX; 4], [max + 1, 1, 1, 1]] {
        let bytes: Vec<_> = data
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        let arguments = gpu.buffer(16, Usage::INDIRECT | Usage::COPY_DST);
        let written = gpu
            .queue
            .write_buffer_with_copy(&arguments, 0, &bytes, None, None);
        written.expect("16 bytes");
        let commands = checks
            .fine("too many, from the GPU", || {
                record(true, &|pass| {
                    pass.dispatch_workgroups_indirect(&arguments, 4)
                })
            })
            .await;
        checks
            .fine("too many, from the GPU", || gpu.queue.submit(&[&commands]))
            .await;
    }
    let commands = checks
        .fine("nothing", || {
            record(true, &|pass| pass.dispatch_workgroups(0, None, None))
        })
        .await;
    checks
        .fine("nothing", || gpu.queue.submit(&[&commands]))
        .await;
    checks
        .fine_wait("the GPU goes on", gpu.queue.on_submitted_work_done())
        .await;
    for (what, offset, data) in [
        ("an odd offset", 2, &[0; 4][..]),
        ("an odd size", 0, &[0; 3]),
        ("too much", 0, &[0; 68]),
        ("far beyond", u32::MAX - 3, &[0; 4]),
        ("1 MiB", 0, &[0; 1 << 20]),
    ] {
        checks
            .invalid(what, || {
                record(true, &|pass| {
                    pass.set_immediates(offset, data, None, None);
                    pass.dispatch_workgroups(1, None, None);
                })
            })
            .await;
    }
    checks.end();
}
