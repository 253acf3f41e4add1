use wgpu_types::{PredefinedColorSpace, TextureFormat, TextureUsages};

use super::{Device, Texture};
use crate::{Lacking, raw};

/// A place on a screen whose textures the host shows.
///
/// `wasi:webgpu` has no function that gives a program one: it comes as a raw resource from another
/// interface of the host, where the host has a screen.
///
/// Corresponds to [WebGPU `GPUCanvasContext`](https://gpuweb.github.io/gpuweb/#gpucanvascontext).
#[derive(Debug)]
pub struct Surface {
    raw: raw::GpuCanvasContext,
}

/// What the textures of a [`Surface`] are like. Their size is the host's affair, and so is when they
/// are shown.
///
/// Corresponds to [WebGPU `GPUCanvasConfiguration`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpucanvasconfiguration).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceConfiguration {
    /// What the textures can be used for.
    pub usage: TextureUsages,
    /// What a texel is; best the [preferred
    /// format](crate::Instance::get_preferred_canvas_format).
    pub format: TextureFormat,
    /// Other formats that views of the textures can have.
    pub view_formats: Vec<TextureFormat>,
    /// The color space of the texels.
    pub color_space: PredefinedColorSpace,
    /// Whether values above 1 are brighter than white.
    pub tone_mapping: SurfaceToneMapping,
    /// What the alpha channel does.
    pub alpha_mode: SurfaceAlphaMode,
}

/// What a [`Surface`] does with values above 1.
///
/// Corresponds to [WebGPU `GPUCanvasToneMappingMode`](
/// https://gpuweb.github.io/gpuweb/#enumdef-gpucanvastonemappingmode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SurfaceToneMapping {
    /// They are white.
    #[default]
    Standard,
    /// They are as bright as the screen can be.
    Extended,
}

/// What the alpha channel of a [`Surface`] does.
///
/// Corresponds to [WebGPU `GPUCanvasAlphaMode`](
/// https://gpuweb.github.io/gpuweb/#enumdef-gpucanvasalphamode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SurfaceAlphaMode {
    /// Nothing: all is opaque.
    #[default]
    Opaque,
    /// What lies behind shines through; colors are multiplied by alpha already.
    Premultiplied,
}

impl Surface {
    /// A surface for a raw resource.
    pub fn from_raw(raw: raw::GpuCanvasContext) -> Self {
        Self { raw }
    }

    /// The raw resource.
    pub fn as_raw(&self) -> &raw::GpuCanvasContext {
        &self.raw
    }

    /// Sets the device that draws and what the textures are like.
    ///
    /// See [WebGPU `configure`](https://gpuweb.github.io/gpuweb/#dom-gpucanvascontext-configure).
    pub fn configure(&self, device: &Device, config: &SurfaceConfiguration) {
        match configuration(device, config) {
            Ok(raw) => self.raw.configure(&raw),
            Err(lacking) => device.lacking("Surface::configure", None, lacking),
        }
    }

    /// Takes the configuration and the textures away.
    ///
    /// See [WebGPU `unconfigure`](https://gpuweb.github.io/gpuweb/#dom-gpucanvascontext-unconfigure).
    pub fn unconfigure(&self) {
        self.raw.unconfigure();
    }

    /// What was configured, if anything.
    ///
    /// See [WebGPU `getConfiguration`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucanvascontext-getconfiguration).
    pub fn get_configuration(&self) -> Option<SurfaceConfiguration> {
        let raw = self.raw.get_configuration()?;
        let view_formats = raw.view_formats.unwrap_or_default().into_iter();
        let tone_mapping = raw.tone_mapping.and_then(|it| it.mode);
        Some(SurfaceConfiguration {
            usage: raw
                .usage
                .map_or(TextureUsages::RENDER_ATTACHMENT, Into::into),
            format: raw.format.into(),
            view_formats: view_formats.map(Into::into).collect(),
            color_space: raw
                .color_space
                .map_or(PredefinedColorSpace::Srgb, Into::into),
            tone_mapping: tone_mapping.map(Into::into).unwrap_or_default(),
            alpha_mode: raw.alpha_mode.map(Into::into).unwrap_or_default(),
        })
    }

    /// The texture that the host shows next.
    ///
    /// See [WebGPU `getCurrentTexture`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpucanvascontext-getcurrenttexture).
    pub fn get_current_texture(&self, device: &Device) -> Texture {
        Texture::from_raw(device, self.raw.get_current_texture())
    }
}

fn configuration<'a>(
    device: &'a Device,
    config: &SurfaceConfiguration,
) -> Result<raw::GpuCanvasConfiguration<'a>, Lacking> {
    let view_formats = config.view_formats.iter().copied();
    Ok(raw::GpuCanvasConfiguration {
        device: device.as_raw(),
        format: config.format.try_into()?,
        usage: Some(config.usage.try_into()?),
        view_formats: Some(
            view_formats
                .map(TryInto::try_into)
                .collect::<Result<_, _>>()?,
        ),
        color_space: Some(config.color_space.into()),
        tone_mapping: Some(raw::GpuCanvasToneMapping {
            mode: Some(config.tone_mapping.into()),
        }),
        alpha_mode: Some(config.alpha_mode.into()),
    })
}
