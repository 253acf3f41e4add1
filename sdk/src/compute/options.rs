use bytemuck::Pod;
use wgpu_types::{BufferUsages, Features, Limits, PowerPreference};

use super::{Gpu, TypedBuffer, check::FEATURES};
use crate::{Adapter, DeviceDescriptor, Instance, RequestAdapterOptions, Result};

/// Which adapter a [`Gpu`] is of, and what it must have.
#[derive(Clone, Debug)]
pub struct GpuOptions<'a> {
    label: &'a str,
    adapter: RequestAdapterOptions,
    features: Features,
    limits: Option<Limits>,
}

/// What is asked for wherever the adapter has it: it costs nothing where it is not used.
const USEFUL: Features = Features::TIMESTAMP_QUERY
    .union(Features::SHADER_F16)
    .union(Features::SUBGROUP)
    .union(Features::FLOAT32_FILTERABLE)
    .union(Features::BGRA8UNORM_STORAGE);

impl<'a> GpuOptions<'a> {
    pub(super) fn new() -> Self {
        Self {
            label: "",
            adapter: RequestAdapterOptions {
                power_preference: PowerPreference::HighPerformance,
                ..Default::default()
            },
            features: Features::empty(),
            limits: None,
        }
    }

    /// The device's name, which errors show.
    pub fn label(self, label: &'a str) -> Self {
        Self { label, ..self }
    }

    /// Whether a fast adapter is wanted, which is the default, or one that saves power.
    pub fn power_preference(mut self, power_preference: PowerPreference) -> Self {
        self.adapter.power_preference = power_preference;
        self
    }

    /// Asks for the host's fallback adapter, a software one.
    pub fn force_fallback_adapter(mut self, force: bool) -> Self {
        self.adapter.force_fallback_adapter = force;
        self
    }

    /// What the device must have. More than that is asked for where the adapter has it: `f16`,
    /// subgroups, timestamps, float32-filterable and bgra8unorm-storage.
    pub fn features(self, features: Features) -> Self {
        Self { features, ..self }
    }

    /// Asks for these limits. [`Limits::default`] is what a program that is to run on every device keeps
    /// to; without this call, the device has the adapter's best wherever kernels meet a limit: sizes of
    /// buffers, bindings, workgroups and textures, and numbers of storage bindings and groups.
    pub fn limits(self, limits: Limits) -> Self {
        Self {
            limits: Some(limits),
            ..self
        }
    }

    /// Asks the host for an adapter and a device.
    ///
    /// # Errors
    /// The host has no adapter, or the adapter lacks a feature or limit that was asked for.
    pub async fn request(self) -> Result<Gpu> {
        let adapter = Instance::default().request_adapter(&self.adapter).await?;
        let useful = FEATURES
            .into_iter()
            .filter(|(feature, name)| USEFUL.contains(*feature) && adapter.has_feature(name));
        let features = useful.fold(self.features, |all, (feature, _)| all | feature);
        let limits = self.limits.unwrap_or_else(|| raised_limits(&adapter));
        let (device, queue) = adapter
            .request_device(&DeviceDescriptor {
                label: Some(self.label),
                required_features: features,
                required_limits: limits.clone(),
                ..Default::default()
            })
            .await?;
        Ok(Gpu::new(device, queue, features, limits))
    }
}

/// The adapter's own limits where kernels meet them. To ask for all 32 is 8 KB in every guest.
fn raised_limits(adapter: &Adapter) -> Limits {
    let own = adapter.as_raw().limits();
    Limits {
        max_bind_groups: own.max_bind_groups(),
        max_buffer_size: own.max_buffer_size(),
        max_compute_invocations_per_workgroup: own.max_compute_invocations_per_workgroup(),
        max_compute_workgroup_size_x: own.max_compute_workgroup_size_x(),
        max_compute_workgroup_size_y: own.max_compute_workgroup_size_y(),
        max_compute_workgroup_size_z: own.max_compute_workgroup_size_z(),
        max_compute_workgroup_storage_size: own.max_compute_workgroup_storage_size(),
        max_compute_workgroups_per_dimension: own.max_compute_workgroups_per_dimension(),
        max_storage_buffer_binding_size: own.max_storage_buffer_binding_size(),
        max_storage_buffers_per_shader_stage: own.max_storage_buffers_per_shader_stage(),
        max_storage_textures_per_shader_stage: own.max_storage_textures_per_shader_stage(),
        max_texture_dimension_2d: own.max_texture_dimension2_d(),
        max_texture_dimension_3d: own.max_texture_dimension3_d(),
        max_uniform_buffer_binding_size: own.max_uniform_buffer_binding_size(),
        min_storage_buffer_offset_alignment: own.min_storage_buffer_offset_alignment(),
        min_uniform_buffer_offset_alignment: own.min_uniform_buffer_offset_alignment(),
        ..Limits::defaults()
    }
}

/// How a [`TypedBuffer`] is made.
#[derive(Clone, Copy, Debug)]
#[must_use = "it makes a buffer by `upload` or `zeroed`"]
pub struct BufferOptions<'a> {
    pub(super) gpu: &'a Gpu,
    pub(super) label: &'a str,
    pub(super) usage: BufferUsages,
}

/// What a typed buffer can be used for unless more is said.
const USAGE: BufferUsages = BufferUsages::STORAGE
    .union(BufferUsages::UNIFORM)
    .union(BufferUsages::COPY_SRC)
    .union(BufferUsages::COPY_DST);

impl<'a> BufferOptions<'a> {
    pub(super) fn new(gpu: &'a Gpu, label: &'a str) -> Self {
        Self {
            gpu,
            label,
            usage: USAGE,
        }
    }

    /// Usages besides `STORAGE`, `UNIFORM`, `COPY_SRC` and `COPY_DST`: `INDIRECT`, `VERTEX` or `INDEX`.
    pub fn usage(mut self, usage: BufferUsages) -> Self {
        self.usage |= usage;
        self
    }

    /// A buffer that holds `elements`.
    ///
    /// # Errors
    /// The device has no buffers as large, or no memory left.
    pub fn upload<T: Pod>(self, elements: &[T]) -> Result<TypedBuffer<T>> {
        TypedBuffer::upload(self, elements)
    }

    /// A buffer of `len` elements, all bytes zero.
    ///
    /// # Errors
    /// As of [`upload`](Self::upload).
    pub fn zeroed<T: Pod>(self, len: usize) -> Result<TypedBuffer<T>> {
        TypedBuffer::zeroed(self, len)
    }
}
