use std::num::NonZeroU32;

use wgpu_types::{
    BufferAddress, ColorTargetState, DepthStencilState, MultisampleState, PrimitiveState,
    VertexAttribute, VertexStepMode,
};

use super::{
    BindGroupLayout, Label, NoPipelineCache, PipelineCompilationOptions, PipelineLayout,
    ShaderModule, handle::handle,
};
use crate::{Lacking, convert, raw};

handle!(
    /// Vertex and fragment shaders, and all that is fixed between them, ready to draw.
    ///
    /// Corresponds to [WebGPU `GPURenderPipeline`](
    /// https://gpuweb.github.io/gpuweb/#gpurenderpipeline).
    RenderPipeline,
    GpuRenderPipeline
);

impl RenderPipeline {
    /// The layout of group `index`, also of a pipeline whose layout was derived from its shaders.
    ///
    /// See [WebGPU `getBindGroupLayout`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpupipelinebase-getbindgrouplayout).
    pub fn get_bind_group_layout(&self, index: u32) -> BindGroupLayout {
        let layout = self.as_raw().get_bind_group_layout(index);
        BindGroupLayout::make(layout, Some(self.inner.label.clone()), ())
    }
}

/// Describes a [`RenderPipeline`].
///
/// Corresponds to [WebGPU `GPURenderPipelineDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderpipelinedescriptor).
#[derive(Clone, Debug)]
pub struct RenderPipelineDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// `None` derives the layout from the shaders.
    pub layout: Option<&'a PipelineLayout>,
    /// The vertex shader and its buffers.
    pub vertex: VertexState<'a>,
    /// How vertices make primitives.
    pub primitive: PrimitiveState,
    /// The depth and stencil tests, if any.
    pub depth_stencil: Option<DepthStencilState>,
    /// The samples of a texel.
    pub multisample: MultisampleState,
    /// The fragment shader and its targets, if any.
    pub fragment: Option<FragmentState<'a>>,
    /// Always `None`: WebGPU has no multiview.
    pub multiview_mask: Option<NonZeroU32>,
    /// Always `None`: WebGPU has no pipeline caches.
    pub cache: Option<NoPipelineCache>,
}

/// The vertex shader of a [`RenderPipeline`].
///
/// Corresponds to [WebGPU `GPUVertexState`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpuvertexstate).
#[derive(Clone, Debug)]
pub struct VertexState<'a> {
    /// The shader.
    pub module: &'a ShaderModule,
    /// The function that has `@vertex`; `None` if the module has just one.
    pub entry_point: Option<&'a str>,
    /// Values of override constants.
    pub compilation_options: PipelineCompilationOptions<'a>,
    /// The layout of each vertex buffer, by its slot; `None` for a slot that is not used.
    pub buffers: &'a [Option<VertexBufferLayout<'a>>],
}

/// The fragment shader of a [`RenderPipeline`].
///
/// Corresponds to [WebGPU `GPUFragmentState`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpufragmentstate).
#[derive(Clone, Debug)]
pub struct FragmentState<'a> {
    /// The shader.
    pub module: &'a ShaderModule,
    /// The function that has `@fragment`; `None` if the module has just one.
    pub entry_point: Option<&'a str>,
    /// Values of override constants.
    pub compilation_options: PipelineCompilationOptions<'a>,
    /// What is written, by the shader's `@location(…)`; `None` for one that is not.
    pub targets: &'a [Option<ColorTargetState>],
}

/// What a vertex buffer holds.
///
/// Corresponds to [WebGPU `GPUVertexBufferLayout`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpuvertexbufferlayout).
#[derive(Clone, Debug, Hash, Eq, PartialEq)]
pub struct VertexBufferLayout<'a> {
    /// Bytes from one element to the next.
    pub array_stride: BufferAddress,
    /// Whether an element is one vertex's or one instance's.
    pub step_mode: VertexStepMode,
    /// The attributes of an element.
    pub attributes: &'a [VertexAttribute],
}

impl<'a> RenderPipelineDescriptor<'a> {
    /// The descriptor in the raw bindings' terms, and what it has that WebGPU lacks. What stands for
    /// one that cannot be said has an entry point that no shader has, which the host finds invalid,
    /// too.
    pub(crate) fn to_raw(&self) -> (raw::GpuRenderPipelineDescriptor<'a>, Option<Lacking>) {
        match self.try_to_raw() {
            Ok(raw) => (raw, None),
            Err(lacking) => {
                let raw = raw::GpuRenderPipelineDescriptor {
                    vertex: raw::GpuVertexState {
                        buffers: None,
                        module: self.vertex.module.as_raw(),
                        entry_point: Some(String::new()),
                        constants: None,
                    },
                    primitive: None,
                    depth_stencil: None,
                    multisample: None,
                    fragment: None,
                    layout: raw::GpuLayoutMode::Auto,
                    label: convert::label(self.label),
                };
                (raw, Some(lacking))
            }
        }
    }

    fn try_to_raw(&self) -> Result<raw::GpuRenderPipelineDescriptor<'a>, Lacking> {
        if self.multiview_mask.is_some() {
            return Err(Lacking("RenderPipelineDescriptor::multiview_mask"));
        }
        let depth_stencil = self.depth_stencil.as_ref();
        let fragment = self.fragment.as_ref();
        Ok(raw::GpuRenderPipelineDescriptor {
            vertex: vertex_state(&self.vertex)?,
            primitive: Some(convert::primitive(&self.primitive)?),
            depth_stencil: depth_stencil.map(convert::depth_stencil).transpose()?,
            multisample: Some(convert::multisample(&self.multisample)),
            fragment: fragment.map(fragment_state).transpose()?,
            layout: match self.layout {
                Some(layout) => raw::GpuLayoutMode::Specific(layout.as_raw()),
                None => raw::GpuLayoutMode::Auto,
            },
            label: convert::label(self.label),
        })
    }
}

fn vertex_state<'a>(state: &VertexState<'a>) -> Result<raw::GpuVertexState<'a>, Lacking> {
    let buffers = state.buffers.iter();
    let buffers = buffers.map(|layout| layout.as_ref().map(vertex_buffer_layout).transpose());
    Ok(raw::GpuVertexState {
        buffers: Some(buffers.collect::<Result<_, _>>()?),
        module: state.module.as_raw(),
        entry_point: state.entry_point.map(str::to_owned),
        constants: state.compilation_options.to_raw(),
    })
}

fn vertex_buffer_layout(
    layout: &VertexBufferLayout<'_>,
) -> Result<raw::GpuVertexBufferLayout, Lacking> {
    let attributes = layout.attributes.iter().map(|attribute| {
        Ok(raw::GpuVertexAttribute {
            format: attribute.format.try_into()?,
            offset: attribute.offset,
            shader_location: attribute.shader_location,
        })
    });
    Ok(raw::GpuVertexBufferLayout {
        array_stride: layout.array_stride,
        step_mode: Some(layout.step_mode.into()),
        attributes: attributes.collect::<Result<_, Lacking>>()?,
    })
}

fn fragment_state<'a>(state: &FragmentState<'a>) -> Result<raw::GpuFragmentState<'a>, Lacking> {
    let targets = state.targets.iter();
    let targets = targets.map(|target| target.as_ref().map(convert::color_target).transpose());
    Ok(raw::GpuFragmentState {
        targets: targets.collect::<Result<_, _>>()?,
        module: state.module.as_raw(),
        entry_point: state.entry_point.map(str::to_owned),
        constants: state.compilation_options.to_raw(),
    })
}
