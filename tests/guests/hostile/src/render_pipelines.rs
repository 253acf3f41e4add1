//! Render pipelines: what shaders, buffers, targets and states fit together.

use wasi_webgpu::raw::{
    self, CreatePipelineErrorKind as PipelineError, GpuColorTargetState as Target,
    GpuPipelineErrorReason as Reason, GpuTextureFormat as Format, GpuVertexFormat as VertexFormat,
};

use crate::checks::Checks;
use crate::gpu::{COVER, Gpu, render_pipeline, target};

pub(crate) fn constants(entries: &[(&str, f64)]) -> Option<raw::RecordGpuPipelineConstantValue> {
    let record = raw::RecordGpuPipelineConstantValue::new();
    entries
        .iter()
        .for_each(|(key, value)| record.add(key, *value));
    Some(record)
}

/// A change to a pipeline that is otherwise right.
type Change = fn(&mut raw::GpuRenderPipelineDescriptor);

fn vertices(change: fn(&mut raw::GpuVertexBufferLayout)) -> Option<raw::GpuVertexBufferLayout> {
    let mut layout = raw::GpuVertexBufferLayout {
        array_stride: 16,
        step_mode: None,
        attributes: vec![raw::GpuVertexAttribute {
            format: VertexFormat::Float32x4,
            offset: 0,
            shader_location: 0,
        }],
    };
    change(&mut layout);
    Some(layout)
}

fn depth(change: fn(&mut raw::GpuDepthStencilState)) -> Option<raw::GpuDepthStencilState> {
    let mut state = raw::GpuDepthStencilState {
        format: Format::Depth32float,
        depth_write_enabled: Some(true),
        depth_compare: Some(raw::GpuCompareFunction::Less),
        stencil_front: None,
        stencil_back: None,
        stencil_read_mask: None,
        stencil_write_mask: None,
        depth_bias: None,
        depth_bias_slope_scale: None,
        depth_bias_clamp: None,
    };
    change(&mut state);
    Some(state)
}

fn primitive(topology: raw::GpuPrimitiveTopology) -> raw::GpuPrimitiveState {
    raw::GpuPrimitiveState {
        topology: Some(topology),
        strip_index_format: None,
        front_face: None,
        cull_mode: None,
        unclipped_depth: None,
    }
}

fn samples(count: u32) -> raw::GpuMultisampleState {
    raw::GpuMultisampleState {
        count: Some(count),
        mask: None,
        alpha_to_coverage_enabled: None,
    }
}

fn targets<'a>(it: &'a mut raw::GpuRenderPipelineDescriptor<'_>) -> &'a mut Vec<Option<Target>> {
    &mut it.fragment.as_mut().expect("a fragment stage").targets
}

fn blended() -> Option<raw::GpuBlendState> {
    let component = || raw::GpuBlendComponent {
        operation: Some(raw::GpuBlendOperation::Min),
        src_factor: Some(raw::GpuBlendFactor::SrcAlpha),
        dst_factor: None,
    };
    Some(raw::GpuBlendState {
        color: component(),
        alpha: component(),
    })
}

const WRONG: [(&str, Change); 40] = [
    ("no such entry point", |it| {
        it.vertex.entry_point = Some("absent".to_owned())
    }),
    ("the other's entry point", |it| {
        it.vertex.entry_point = Some("fs".to_owned())
    }),
    ("no such constant", |it| {
        it.vertex.constants = constants(&[("n", 1.0)])
    }),
    ("no output", |it| {
        (it.fragment, it.depth_stencil) = (None, None)
    }),
    ("no targets", |it| targets(it).clear()),
    ("a target that is no color", |it| {
        *targets(it) = vec![Some(target(Format::Depth32float))]
    }),
    ("a target that cannot be rendered to", |it| {
        *targets(it) = vec![Some(target(Format::Rgb9e5ufloat))]
    }),
    ("a format that the device lacks", |it| {
        *targets(it) = vec![Some(target(Format::Bc1RgbaUnorm))]
    }),
    ("a target of integers", |it| {
        *targets(it) = vec![Some(target(Format::Rgba8uint))]
    }),
    ("9 targets", |it| {
        *targets(it) = vec![Some(target(Format::R8unorm)); 9]
    }),
    ("10,000 targets", |it| {
        *targets(it) = vec![Some(target(Format::R8unorm)); 10_000]
    }),
    ("too many bytes a sample", |it| {
        *targets(it) = vec![Some(target(Format::Rgba32float)); 8]
    }),
    ("blending floats that do not blend", |it| {
        *targets(it) = vec![Some(Target {
            blend: blended(),
            ..target(Format::Rgba32float)
        })]
    }),
    ("min with factors", |it| {
        *targets(it) = vec![Some(Target {
            blend: blended(),
            ..target(Format::Rgba8unorm)
        })]
    }),
    ("no samples", |it| it.multisample = Some(samples(0))),
    ("3 samples", |it| it.multisample = Some(samples(3))),
    ("u32::MAX samples", |it| {
        it.multisample = Some(samples(u32::MAX))
    }),
    ("alpha to the coverage of one", |it| {
        it.multisample = Some(raw::GpuMultisampleState {
            alpha_to_coverage_enabled: Some(true),
            ..samples(1)
        })
    }),
    ("a strip's index format for a list", |it| {
        it.primitive = Some(raw::GpuPrimitiveState {
            strip_index_format: Some(raw::GpuIndexFormat::Uint16),
            ..primitive(raw::GpuPrimitiveTopology::TriangleList)
        })
    }),
    ("unclipped depth without the feature", |it| {
        it.primitive = Some(raw::GpuPrimitiveState {
            unclipped_depth: Some(true),
            ..primitive(raw::GpuPrimitiveTopology::TriangleList)
        })
    }),
    ("a depth that is a color", |it| {
        it.depth_stencil = depth(|it| it.format = Format::Rgba8unorm)
    }),
    ("no depth-compare", |it| {
        it.depth_stencil = depth(|it| it.depth_compare = None)
    }),
    ("no depth-write-enabled", |it| {
        it.depth_stencil = depth(|it| it.depth_write_enabled = None)
    }),
    ("depth of a stencil", |it| {
        it.depth_stencil = depth(|it| it.format = Format::Stencil8)
    }),
    ("a stencil without one", |it| {
        it.depth_stencil = depth(|it| {
            it.stencil_front = Some(raw::GpuStencilFaceState {
                compare: Some(raw::GpuCompareFunction::Equal),
                fail_op: None,
                depth_fail_op: None,
                pass_op: None,
            })
        })
    }),
    ("a bias of lines", |it| {
        it.depth_stencil = depth(|it| it.depth_bias = Some(1));
        it.primitive = Some(primitive(raw::GpuPrimitiveTopology::LineList));
    }),
    ("9 vertex buffers", |it| {
        it.vertex.buffers = Some(
            (0..9)
                .map(|_| vertices(|it| it.attributes.clear()))
                .collect(),
        )
    }),
    ("10,000 vertex buffers", |it| {
        it.vertex.buffers = Some((0..10_000).map(|_| None).collect())
    }),
    ("a location used twice", |it| {
        it.vertex.buffers = Some(vec![vertices(|_| ()), vertices(|_| ())])
    }),
    ("a location too far", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| it.attributes[0].shader_location = 30)])
    }),
    ("u32::MAX", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| {
            it.attributes[0].shader_location = u32::MAX
        })])
    }),
    ("an odd stride", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| it.array_stride = 18)])
    }),
    ("a large stride", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| it.array_stride = 1 << 20)])
    }),
    ("u64::MAX", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| it.array_stride = u64::MAX)])
    }),
    ("an attribute beyond the stride", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| it.attributes[0].offset = 4)])
    }),
    ("an attribute far beyond", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| it.attributes[0].offset = u64::MAX - 15)])
    }),
    ("an odd offset", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| {
            (it.array_stride, it.attributes[0].offset) = (32, 2)
        })])
    }),
    ("no stride, and far", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| {
            (it.array_stride, it.attributes[0].offset) = (0, 1 << 20)
        })])
    }),
    ("1000 attributes", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| {
            it.attributes = vec![it.attributes[0]; 1000]
        })])
    }),
    ("31 attributes", |it| {
        it.vertex.buffers = Some(vec![vertices(|it| {
            it.attributes = (0..31)
                .map(|shader_location| raw::GpuVertexAttribute {
                    shader_location,
                    ..it.attributes[0]
                })
                .collect();
        })])
    }),
];

#[wasi_webgpu::test]
async fn rendering() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let module = gpu.module(COVER);
    let make = |change: Change| {
        let mut descriptor = render_pipeline(&module, vec![Some(target(Format::Rgba8unorm))]);
        change(&mut descriptor);
        descriptor
    };
    for (what, change) in WRONG {
        let pipeline = checks
            .invalid(what, || gpu.device.create_render_pipeline(make(change)))
            .await;
        checks
            .invalid(what, || pipeline.get_bind_group_layout(0))
            .await;
        let made = gpu.device.create_render_pipeline_async(make(change));
        let made = checks.fine_wait(what, made).await;
        let kind = made.err().map(|error| error.kind);
        checks.holds(
            what,
            matches!(
                kind,
                Some(PipelineError::GpuPipelineError(Reason::Validation))
            ),
        );
    }
    let right: [(&str, Change); 8] = [
        ("as it is", |_| ()),
        ("only depth", |it| {
            (it.fragment, it.depth_stencil) = (None, depth(|_| ()))
        }),
        ("4 samples", |it| it.multisample = Some(samples(4))),
        ("no samples of the mask", |it| {
            it.multisample = Some(raw::GpuMultisampleState {
                mask: Some(0),
                ..samples(4)
            })
        }),
        ("vertices that nobody reads", |it| {
            it.vertex.buffers = Some(vec![None, vertices(|_| ())])
        }),
        ("the largest bias", |it| {
            it.depth_stencil =
                depth(|it| (it.depth_bias, it.depth_bias_clamp) = (Some(i32::MAX), Some(f32::MAX)))
        }),
        ("bias that is not finite", |it| {
            it.depth_stencil = depth(|it| {
                (it.depth_bias_slope_scale, it.depth_bias_clamp) =
                    (Some(f32::NAN), Some(f32::INFINITY))
            })
        }),
        ("unused targets", |it| targets(it).extend([None, None])),
    ];
    for (what, change) in right {
        checks
            .fine(what, || gpu.device.create_render_pipeline(make(change)))
            .await;
    }
    // WebGPU does not let it.
    let more: Change = |it| targets(it).push(Some(target(Format::Rgba8unorm)));
    checks
        .either("a target without an output", || {
            gpu.device.create_render_pipeline(make(more))
        })
        .await;
    checks.end();
}

#[wasi_webgpu::test]
async fn stages_fit() {
    let gpu = Gpu::new();
    let mut checks = Checks::new(&gpu.device);
    let vs = "@builtin(position) p: vec4f";
    for (what, output, input, fine) in [
        (
            "the same",
            "@location(0) v: f32",
            "@location(0) v: f32",
            true,
        ),
        (
            "less",
            "@location(0) v: f32, @location(1) w: f32",
            "@location(0) v: f32",
            true,
        ),
        (
            "more",
            "@location(0) v: f32",
            "@location(0) v: f32, @location(1) w: f32",
            false,
        ),
        (
            "another type",
            "@location(0) v: u32",
            "@location(0) v: f32",
            false,
        ),
        (
            "another place",
            "@location(1) v: f32",
            "@location(0) v: f32",
            false,
        ),
        (
            "another interpolation",
            "@location(0) v: f32",
            "@location(0) @interpolate(linear) v: f32",
            false,
        ),
        (
            "a location too far",
            "@location(99) v: f32",
            "@location(99) v: f32",
            false,
        ),
    ] {
        let wgsl = format!(
            "struct O {{ {vs}, {output} }}
             @vertex fn vs() -> O {{ return O(); }}
             @fragment fn fs({input}) -> @location(0) vec4f {{ return vec4f(); }}"
        );
        let module = gpu.module(&wgsl);
        let descriptor = render_pipeline(&module, vec![Some(target(Format::Rgba8unorm))]);
        let create = || gpu.device.create_render_pipeline(descriptor);
        if fine {
            checks.fine(what, create).await;
        } else {
            checks.invalid(what, create).await;
        }
    }
    checks.end();
}
