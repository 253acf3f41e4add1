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
use crate::errors::chain;
use crate::handle::Object;
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, wit};

/// A `gpu-shader-module`, with what the compiler said of it.
pub type ShaderModule = Object<ShaderModuleId, CompilationInfo>;

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
        let mut info = CompilationInfo::default();
        let mut module = device.create(
            "create-shader-module",
            label,
            CompilationInfo::default(),
            |global, label| {
                let descriptor = ShaderModuleDescriptor {
                    label,
                    // A guest's shader is not trusted.
                    runtime_checks: ShaderRuntimeChecks::checked(),
                };
                let source = ShaderModuleSource::Wgsl(Cow::Borrowed(&code));
                let created =
                    global.device_create_shader_module(device.id(), &descriptor, source, None);
                info = CompilationInfo::new(created.1.as_ref(), &code);
                created
            },
        )?;
        module.state = info;
        Ok(module)
    }
}

impl CompilationInfo {
    fn new(error: Option<&CreateShaderModuleError>, code: &str) -> Self {
        Self(error.map(|error| {
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
            CompilationMessage {
                message: message.into(),
                location,
            }
        }))
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
            let view = access.get();
            let info = view.table.get(&this)?.state.clone();
            Ok(view.table.push(info)?)
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
            .map(|message| Ok(self.table.push(message)?))
            .collect()
    }

    fn drop(&mut self, this: Resource<CompilationInfo>) -> wasmtime::Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
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

    fn drop(&mut self, this: Resource<CompilationMessage>) -> wasmtime::Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
}
