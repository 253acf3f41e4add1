//! Compute passes, each result against the same sum on the CPU.

use wasi_webgpu as wgpu;

use crate::gpu::{Gpu, noise};

const DOUBLE: &str = "
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;
    @compute @workgroup_size(64)
    fn main(@builtin(global_invocation_id) id: vec3u) {
        if id.x < arrayLength(&numbers) { numbers[id.x] *= 2u; }
    }
";

/// Mesa before 23 ends every loop of a shader after 65,535 turns, without an error.
#[wasi_webgpu::test]
async fn loops_run_to_the_end() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let pipeline = gpu.pipeline(
        "count",
        "@group(0) @binding(0) var<storage, read_write> count: array<u32>;
         @compute @workgroup_size(1)
         fn main() { for (var i = 0u; i < 100000u; i++) { count[0] += i & 1u; } }",
    );
    let count = gpu.storage("count", &[0]);
    gpu.run(&pipeline, &[&count], 1);
    assert_eq!(gpu.read(&count).await?, [50_000]);
    Ok(())
}

#[wasi_webgpu::test]
async fn integers_wrap_as_on_the_cpu() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let pipeline = gpu.pipeline("double", DOUBLE);
    let data = noise(10_007);
    let buffer = gpu.storage("numbers", &data);
    gpu.run(&pipeline, &[&buffer], 10_007_u32.div_ceil(64));
    let expected: Vec<u32> = data.iter().map(|n| n.wrapping_mul(2)).collect();
    assert_eq!(gpu.read(&buffer).await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn floats_agree_with_the_cpu_in_higher_precision() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let pipeline = gpu.pipeline(
        "saxpy",
        "@group(0) @binding(0) var<storage> x: array<f32>;
         @group(0) @binding(1) var<storage, read_write> y: array<f32>;
         @compute @workgroup_size(64)
         fn main(@builtin(global_invocation_id) id: vec3u) {
             let i = id.x;
             if i < arrayLength(&y) { y[i] = 2.5 * x[i] + y[i]; }
         }",
    );
    let unit = |n: &u32| *n as f32 / u32::MAX as f32;
    let x: Vec<f32> = noise(4099).iter().map(unit).collect();
    let y: Vec<f32> = noise(8198)[4099..].iter().map(unit).collect();
    let x_buffer = gpu.storage("x", bytemuck::cast_slice(&x));
    let y_buffer = gpu.storage("y", bytemuck::cast_slice(&y));
    gpu.run(&pipeline, &[&x_buffer, &y_buffer], 4099_u32.div_ceil(64));
    let result = gpu.read(&y_buffer).await?;
    for (i, bits) in result.iter().enumerate() {
        let expected = 2.5 * f64::from(x[i]) + f64::from(y[i]);
        let error = (f64::from(f32::from_bits(*bits)) - expected).abs();
        // Two roundings of values below 4.
        assert!(
            error <= f64::from(f32::EPSILON) * 4.0,
            "{i}: off by {error}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_pass_remembers_what_it_set_and_switches() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let double = gpu.pipeline("double", DOUBLE);
    let increment = gpu.pipeline("increment", &DOUBLE.replace("*= 2u", "+= 1u"));
    let (a, b) = (gpu.storage("a", &[1]), gpu.storage("b", &[10]));
    // Derived layouts belong to one pipeline each, so do their bind groups.
    let groups = |pipeline| [gpu.bind(pipeline, &[&a]), gpu.bind(pipeline, &[&b])];
    let (doubled, incremented) = (groups(&double), groups(&increment));

    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    for _ in 0..3 {
        pass.set_pipeline(&double);
        pass.set_bind_group(0, &doubled[0], &[]);
        pass.dispatch_workgroups(1, 1, 1);
    }
    pass.set_bind_group(0, &doubled[1], &[]);
    pass.dispatch_workgroups(1, 1, 1);
    pass.set_pipeline(&increment);
    pass.set_bind_group(0, &incremented[1], &[]);
    pass.dispatch_workgroups(1, 1, 1);
    pass.set_bind_group(0, &incremented[0], &[]);
    pass.dispatch_workgroups(1, 1, 1);
    drop(pass);
    gpu.queue.submit([encoder.finish()]);

    assert_eq!(gpu.read(&a).await?, [9]);
    assert_eq!(gpu.read(&b).await?, [21]);
    Ok(())
}

#[wasi_webgpu::test]
async fn dynamic_offsets_choose_the_range() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let stride = gpu.device.limits().min_storage_buffer_offset_alignment;
    let words = stride as usize / 4;
    let layout = gpu
        .device
        .create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("dynamic"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::COMPUTE,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Storage { read_only: false },
                    has_dynamic_offset: true,
                    min_binding_size: wgpu::BufferSize::new(4),
                },
                count: None,
            }],
        });
    let module = gpu
        .device
        .create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("double"),
            source: wgpu::ShaderSource::Wgsl(DOUBLE.into()),
        });
    let pipeline = gpu
        .device
        .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some("dynamic"),
            layout: Some(
                &gpu.device
                    .create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                        label: None,
                        bind_group_layouts: &[Some(&layout)],
                        immediate_size: 0,
                    }),
            ),
            module: &module,
            entry_point: Some("main"),
            compilation_options: Default::default(),
            cache: None,
        });
    let buffer = gpu.storage("rows", &vec![3; words * 4]);
    let group = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &layout,
        entries: &[wgpu::BindGroupEntry {
            binding: 0,
            resource: buffer.slice(..4).try_into().expect("not empty"),
        }],
    });
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&pipeline);
    for row in [1, 3, 3] {
        pass.set_bind_group(0, &group, &[row * stride]);
        pass.dispatch_workgroups(1, 1, 1);
    }
    drop(pass);
    gpu.queue.submit([encoder.finish()]);

    let mut expected = vec![3; words * 4];
    expected[words] = 6;
    expected[words * 3] = 12;
    assert_eq!(gpu.read(&buffer).await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn override_constants_reach_the_shader() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let wgsl = "override factor: u32 = 1u; @id(7) override term: u32;
         @group(0) @binding(0) var<storage, read_write> n: array<u32>;
         @compute @workgroup_size(1) fn main() { n[0] = factor * n[0] + term; }";
    let options = wgpu::PipelineCompilationOptions {
        constants: &[("factor", 6.0), ("7", 5.0)],
        ..Default::default()
    };
    let pipeline = gpu.pipeline_with("constants", wgsl, options);
    let buffer = gpu.storage("n", &[7]);
    gpu.run(&pipeline, &[&buffer], 1);
    assert_eq!(gpu.read(&buffer).await?, [47]);
    Ok(())
}

#[wasi_webgpu::test]
async fn an_indirect_dispatch_reads_its_size() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let pipeline = gpu.pipeline("double", DOUBLE);
    let numbers = gpu.storage("numbers", &[1; 256]);
    let group = gpu.bind(&pipeline, &[&numbers]);
    let size = wgpu::BufferDescriptor {
        label: Some("workgroups"),
        size: 16,
        usage: wgpu::BufferUsages::INDIRECT | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    };
    let size = gpu.device.create_buffer(&size);
    gpu.queue
        .write_buffer(&size, 4, bytemuck::cast_slice(&[2_u32, 1, 1]));
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&Default::default());
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.dispatch_workgroups_indirect(&size, 4);
    drop(pass);
    gpu.queue.submit([encoder.finish()]);
    let result = gpu.read(&numbers).await?;
    assert_eq!(result[..128], [2; 128]);
    assert_eq!(result[128..], [1; 128]);
    Ok(())
}

#[wasi_webgpu::test]
async fn buffers_are_copied_and_cleared_in_part() -> wgpu::Result<()> {
    let gpu = Gpu::new().await?;
    let (from, to) = (gpu.storage("from", &noise(16)), gpu.storage("to", &[1; 16]));
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    encoder.push_debug_group("copies");
    encoder.copy_buffer_to_buffer(&from, 8, &to, 4, 12);
    encoder.insert_debug_marker("cleared");
    encoder.clear_buffer(&to, 40, Some(8));
    encoder.pop_debug_group();
    gpu.queue.submit([encoder.finish()]);
    let mut expected = [1; 16];
    expected[1..4].copy_from_slice(&noise(16)[2..5]);
    expected[10..12].fill(0);
    assert_eq!(gpu.read(&to).await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn timestamps_grow_where_there_are_any() -> wgpu::Result<()> {
    let instance = wgpu::Instance::default();
    let adapter = instance.request_adapter(&Default::default()).await?;
    let feature = adapter.features() & wgpu::Features::TIMESTAMP_QUERY;
    let gpu = Gpu::with_features(feature).await?;
    let queries = wgpu::QuerySetDescriptor {
        label: Some("times"),
        ty: wgpu::QueryType::Timestamp,
        count: 2,
    };
    if feature.is_empty() {
        // WebGPU: a device without the feature refuses the query set.
        assert!(gpu.device.create_query_set(&queries).is_err());
        return Ok(());
    }
    let queries = gpu.device.create_query_set(&queries)?;
    let pipeline = gpu.pipeline("double", DOUBLE);
    let numbers = gpu.storage("numbers", &noise(1 << 16));
    let group = gpu.bind(&pipeline, &[&numbers]);
    let resolved = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("resolved"),
        size: 16,
        usage: wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    });
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
        label: Some("timed"),
        timestamp_writes: Some(wgpu::ComputePassTimestampWrites {
            query_set: &queries,
            beginning_of_pass_write_index: Some(0),
            end_of_pass_write_index: Some(1),
        }),
    });
    pass.set_pipeline(&pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.dispatch_workgroups(1024, 1, 1);
    drop(pass);
    encoder.resolve_query_set(&queries, 0..2, &resolved, 0);
    gpu.queue.submit([encoder.finish()]);
    let times: Vec<u64> = bytemuck::pod_collect_to_vec(&gpu.read_bytes(&resolved).await?);
    assert!(times[1] > times[0], "{times:?}");
    Ok(())
}
