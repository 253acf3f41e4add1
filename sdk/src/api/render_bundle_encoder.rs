use std::{fmt, marker::PhantomData, num::NonZeroU32, sync::Arc};

use wgpu_types::{RenderBundleDepthStencil, TextureFormat};

use super::{
    Device, Label, RenderBundle, RenderBundleDescriptor, RenderPipeline, bound::Bound,
    draw::draw_commands,
};
use crate::{Lacking, convert, raw, runtime::errors::Errors};

/// Describes a [`RenderBundleEncoder`]: the passes that can execute its bundle.
///
/// Corresponds to [WebGPU `GPURenderBundleEncoderDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderbundleencoderdescriptor).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RenderBundleEncoderDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// The formats of the pass's color attachments.
    pub color_formats: &'a [Option<TextureFormat>],
    /// The format of the pass's depth and stencil attachment, and what of it is only read.
    pub depth_stencil: Option<RenderBundleDepthStencil>,
    /// The samples of the pass's attachments.
    pub sample_count: u32,
    /// Always `None`: WebGPU has no multiview.
    pub multiview: Option<NonZeroU32>,
}

/// Records draws for a [`RenderBundle`].
///
/// Corresponds to [WebGPU `GPURenderBundleEncoder`](
/// https://gpuweb.github.io/gpuweb/#gpurenderbundleencoder).
pub struct RenderBundleEncoder<'a> {
    raw: raw::GpuRenderBundleEncoder,
    label: String,
    errors: Arc<Errors>,
    bound: Bound<RenderPipeline>,
    _lifetime: PhantomData<&'a ()>,
}

impl RenderBundleEncoder<'_> {
    pub(crate) fn create(device: &Device, desc: &RenderBundleEncoderDescriptor<'_>) -> Self {
        let raw = descriptor(desc).unwrap_or_else(|lacking| {
            device.lacking("create_render_bundle_encoder", desc.label, lacking);
            INVALID
        });
        let encoder = device.as_raw().create_render_bundle_encoder(&raw);
        Self::wrap(device, encoder, raw.label.unwrap_or_default())
    }

    fn wrap(device: &Device, raw: raw::GpuRenderBundleEncoder, label: String) -> Self {
        Self {
            raw,
            label,
            errors: device.errors().clone(),
            bound: Bound::default(),
            _lifetime: PhantomData,
        }
    }

    /// An encoder for a raw resource of `device`. The host is asked for its label.
    pub fn from_raw(device: &Device, raw: raw::GpuRenderBundleEncoder) -> Self {
        let label = raw.label();
        Self::wrap(device, raw, label)
    }

    super::handle::label!();

    /// The raw resource. Do not set a pipeline or a
    /// bind group by it: the encoder remembers what it set.
    pub fn as_raw(&self) -> &raw::GpuRenderBundleEncoder {
        &self.raw
    }

    /// Ends the recording.
    ///
    /// See [WebGPU `finish`](https://gpuweb.github.io/gpuweb/#dom-gpurenderbundleencoder-finish).
    pub fn finish(self, desc: &RenderBundleDescriptor<'_>) -> RenderBundle {
        let descriptor = raw::GpuRenderBundleDescriptor {
            label: convert::label(desc.label),
        };
        let bundle = self.raw.finish(Some(&descriptor));
        RenderBundle::make(bundle, descriptor.label, ())
    }

    draw_commands!();
    super::bound::debug_commands!();
}

impl fmt::Debug for RenderBundleEncoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RenderBundleEncoder")
            .field("bound", &self.bound)
            .finish_non_exhaustive()
    }
}

fn descriptor(
    desc: &RenderBundleEncoderDescriptor<'_>,
) -> Result<raw::GpuRenderBundleEncoderDescriptor, Lacking> {
    if desc.multiview.is_some() {
        return Err(Lacking("RenderBundleEncoderDescriptor::multiview"));
    }
    let formats = desc.color_formats.iter();
    let formats = formats.map(|format| format.map(TryInto::try_into).transpose());
    let depth_stencil = desc.depth_stencil.as_ref();
    Ok(raw::GpuRenderBundleEncoderDescriptor {
        depth_read_only: depth_stencil.map(|it| it.depth_read_only),
        stencil_read_only: depth_stencil.map(|it| it.stencil_read_only),
        color_formats: formats.collect::<Result<_, _>>()?,
        depth_stencil_format: depth_stencil.map(|it| it.format.try_into()).transpose()?,
        sample_count: Some(desc.sample_count),
        label: convert::label(desc.label),
    })
}

/// The host finds attachments without samples invalid: what it makes stands for an encoder that
/// cannot be said.
const INVALID: raw::GpuRenderBundleEncoderDescriptor = raw::GpuRenderBundleEncoderDescriptor {
    depth_read_only: None,
    stencil_read_only: None,
    color_formats: Vec::new(),
    depth_stencil_format: None,
    sample_count: Some(0),
    label: None,
};
