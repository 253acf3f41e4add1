//! `gpu-shader-module`, `gpu-compilation-info` and `gpu-compilation-message`.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use wasmtime::component::{Accessor, Resource};
use wgpu_core::id::ShaderModuleId;
use wgpu_core::naga::{SourceLocation, WithSpan};
use wgpu_core::pipeline::{CreateShaderModuleError, ShaderModuleDescriptor, ShaderModuleSource};
use wgpu_types::ShaderRuntimeChecks;

use crate::device_state::DeviceState;
use crate::errors::{chain, shorten};
use crate::handle::Object;
use crate::quota::{Charge, check};
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, wit};

/// How much larger a compiled module may be than its WGSL.
const COMPILED_SIZE: u64 = 16;

/// A `gpu-shader-module`, with what the compiler said of it.
pub type ShaderModule = Object<ShaderModuleId, ShaderState>;

/// What a shader module has beside its id.
#[derive(Default)]
pub struct ShaderState {
    info: CompilationInfo,
    _quota: Option<Charge>,
}

/// A `gpu-compilation-info`. naga stops at the first error and gives no warnings.
#[derive(Clone, Default)]
pub struct CompilationInfo(Option<CompilationMessage>);

/// A `gpu-compilation-message`; always an error.
#[derive(Clone)]
pub struct CompilationMessage {
    message: Arc<str>,
    /// `None` for an error that has no place, where WebGPU's numbers are all 0.
    location: Option<SourceLocation>,
}

impl ShaderModule {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuShaderModuleDescriptor,
    ) -> wasmtime::Result<Self> {
        let wit::GpuShaderModuleDescriptor { code, label, .. } = descriptor;
        let (call, accounts) = ("create-shader-module", device.accounts());
        let (size, limit) = (code.len() as u64, accounts.quotas.shader_size);
        let quota = check("shader_size", limit, 0, size)
            .and_then(|size| Charge::new(&accounts.host_memory, size * COMPILED_SIZE));
        // Something that is not WGSL is for wgpu-core to refuse.
        let code = quota.as_ref().map_or("over quota", |_| &*code);
        let state = ShaderState::default();
        let (mut module, error) =
            device.create_unreported(call, label, state, |global, label| {
                let descriptor = ShaderModuleDescriptor {
                    label,
                    // A guest's shader is not trusted.
                    runtime_checks: ShaderRuntimeChecks::checked(),
                };
                let source = ShaderModuleSource::Wgsl(Cow::Borrowed(code));
                global.device_create_shader_module(device.id(), &descriptor, source, None)
            })?;
        match quota {
            Ok(quota) => {
                let info = CompilationInfo::new(error.as_ref(), code);
                let _quota = Some(quota);
                module.state = ShaderState { info, _quota };
                device.report(call, &module.label, error);
            }
            Err(over) => {
                module.state.info = CompilationInfo::error(over.to_string(), None);
                device.report(call, &module.label, Some(over));
            }
        }
        Ok(module)
    }
}

impl CompilationInfo {
    fn new(error: Option<&CreateShaderModuleError>, code: &str) -> Self {
        error.map_or(Self(None), |error| {
            let (message, location) = match error {
                CreateShaderModuleError::Parsing(error) => {
                    let labels = error.inner.labels().map(|(_, label)| label);
                    let parts = std::iter::once(error.inner.message()).chain(labels);
                    let parts = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>();
                    (parts.join(": "), error.inner.location(code))
                }
                CreateShaderModuleError::Validation(error) => {
                    let inner: &WithSpan<_> = &error.inner;
                    (chain(inner.as_inner() as &dyn Error), inner.location(code))
                }
                error => (chain(error), None),
            };
            Self::error(message, location)
        })
    }

    fn error(message: String, location: Option<SourceLocation>) -> Self {
        let message = shorten(message).into();
        Self(Some(CompilationMessage { message, location }))
    }
}

impl wit::HostGpuShaderModule for WebGpuCtxView<'_> {
    labelled_resource!(ShaderModule);
}

impl<T: WebGpuView + 'static> wit::HostGpuShaderModuleWithStore<T> for HasWebGpu {
    async fn get_compilation_info(
        accessor: &Accessor<T, Self>,
        this: Resource<ShaderModule>,
    ) -> wasmtime::Result<Resource<CompilationInfo>> {
        accessor.with(|mut access| {
            let mut view = access.get();
            let info = view.table.get(&this)?.state.info.clone();
            view.push(info)
        })
    }
}

impl wit::HostGpuCompilationInfo for WebGpuCtxView<'_> {
    fn messages(
        &mut self,
        this: Resource<CompilationInfo>,
    ) -> wasmtime::Result<Vec<Resource<CompilationMessage>>> {
        let messages = self.table.get(&this)?.0.clone();
        (messages.into_iter())
            .map(|message| self.push(message))
            .collect()
    }

    resource_drop!(CompilationInfo);
}

impl WebGpuCtxView<'_> {
    fn place(
        &self,
        this: &Resource<CompilationMessage>,
        number: impl FnOnce(SourceLocation) -> u32,
    ) -> wasmtime::Result<u64> {
        let location = self.table.get(this)?.location;
        Ok(location.map_or(0, |location| number(location).into()))
    }
}

impl wit::HostGpuCompilationMessage for WebGpuCtxView<'_> {
    fn message(&mut self, this: Resource<CompilationMessage>) -> wasmtime::Result<String> {
        Ok(self.table.get(&this)?.message.as_ref().to_owned())
    }

    fn type_(
        &mut self,
        this: Resource<CompilationMessage>,
    ) -> wasmtime::Result<wit::GpuCompilationMessageType> {
        self.table.get(&this)?;
        Ok(wit::GpuCompilationMessageType::Error)
    }

    fn line_num(&mut self, this: Resource<CompilationMessage>) -> wasmtime::Result<u64> {
        self.place(&this, |location| location.line_number)
    }

    fn line_pos(&mut self, this: Resource<CompilationMessage>) -> wasmtime::Result<u64> {
        self.place(&this, |location| location.line_position)
    }

    fn offset(&mut self, this: Resource<CompilationMessage>) -> wasmtime::Result<u64> {
        self.place(&this, |location| location.offset)
    }

    fn length(&mut self, this: Resource<CompilationMessage>) -> wasmtime::Result<u64> {
        self.place(&this, |location| location.length)
    }

    resource_drop!(CompilationMessage);
}
