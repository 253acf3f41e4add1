//! How often the safe layer allocates, and the raw bindings for the same calls.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use wasi_webgpu as wgpu;
use wgpu::raw;

use crate::{DISPATCHES, INCREMENT, Work};

/// The system's allocator, with a count.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: the system's allocator does it all.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often the second run of `work` allocates: what is made once is there by then.
fn allocations<T>(work: impl Fn() -> T) -> usize {
    drop(work());
    let before = ALLOCATIONS.get();
    drop(work());
    ALLOCATIONS.get() - before
}

fn label() -> Option<String> {
    Some("a label".to_owned())
}

#[wasi_webgpu::test]
async fn recording_allocates_no_more_than_raw() -> wgpu::Result<()> {
    let work = Work::new().await?;
    let raw = allocations(|| {
        let encoder = work.device.as_raw().create_command_encoder(None);
        let pass = encoder.begin_compute_pass(None);
        let (pipeline, group) = (work.pipeline.as_raw(), work.bind_group.as_raw());
        for _ in 0..DISPATCHES {
            pass.set_pipeline(pipeline);
            let _ = pass.set_bind_group(0, Some(group), None, None, None);
            pass.dispatch_workgroups(1, Some(1), Some(1));
        }
        pass.end();
        encoder.finish(None)
    });
    let safe = allocations(|| work.record());
    assert!(safe <= raw, "{safe} allocations, {raw} raw");
    Ok(())
}

/// A handle that can be cloned has its count of clones on the heap: one allocation, whatever the object
/// is, and no other.
#[wasi_webgpu::test]
async fn making_allocates_one_count_more_than_raw() -> wgpu::Result<()> {
    let work = Work::new().await?;
    let device = &work.device;
    let check = |what: &str, safe: usize, raw: usize| {
        assert!(safe <= raw + 1, "{what}: {safe} allocations, {raw} raw");
    };

    let safe = allocations(|| {
        device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("a label"),
            size: 16,
            usage: wgpu::BufferUsages::STORAGE,
            mapped_at_creation: false,
        })
    });
    let raw = allocations(|| {
        device.as_raw().create_buffer(&raw::GpuBufferDescriptor {
            size: 16,
            usage: raw::GpuBufferUsage::STORAGE,
            mapped_at_creation: None,
            label: label(),
        })
    });
    check("buffer", safe, raw);

    let safe = allocations(|| device.create_sampler(&Default::default()));
    let raw = allocations(|| device.as_raw().create_sampler(None));
    check("sampler", safe, raw);

    let safe = allocations(|| {
        device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("a label"),
            source: wgpu::ShaderSource::Wgsl(INCREMENT.into()),
        })
    });
    let raw = allocations(|| {
        let descriptor = raw::GpuShaderModuleDescriptor {
            code: INCREMENT.to_owned(),
            compilation_hints: None,
            label: label(),
        };
        device.as_raw().create_shader_module(&descriptor)
    });
    check("shader module", safe, raw);

    let layout = work.pipeline.get_bind_group_layout(0);
    let safe = allocations(|| {
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("a label"),
            layout: &layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: work.number.as_entire_binding(),
            }],
        })
    });
    let raw = allocations(|| {
        let resource = raw::GpuBindingResource::GpuBufferBinding(raw::GpuBufferBinding {
            buffer: work.number.as_raw(),
            offset: None,
            size: None,
        });
        device
            .as_raw()
            .create_bind_group(&raw::GpuBindGroupDescriptor {
                layout: layout.as_raw(),
                entries: vec![raw::GpuBindGroupEntry {
                    binding: 0,
                    resource,
                }],
                label: label(),
            })
    });
    check("bind group", safe, raw);

    let texture = wgpu::TextureDescriptor {
        label: Some("a label"),
        size: wgpu::Extent3d {
            width: 4,
            height: 4,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING,
        view_formats: &[],
    };
    let safe = allocations(|| device.create_texture(&texture));
    let raw = allocations(|| {
        device.as_raw().create_texture(&raw::GpuTextureDescriptor {
            size: texture.size.into(),
            mip_level_count: None,
            sample_count: None,
            dimension: None,
            format: raw::GpuTextureFormat::Rgba8unorm,
            usage: raw::GpuTextureUsage::TEXTURE_BINDING,
            view_formats: None,
            texture_binding_view_dimension: None,
            label: label(),
        })
    });
    check("texture", safe, raw);
    Ok(())
}
