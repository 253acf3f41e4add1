//! `gpu-shader-module`, `gpu-compilation-info` and `gpu-compilation-message`.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;

use wasi_webgpu_shader_limits::{Variables, check_nesting};
use wasmtime::component::{Accessor, Resource};
use wgpu_core::device::features_to_naga_capabilities;
use wgpu_core::id::ShaderModuleId;
use wgpu_core::naga::front::wgsl;
use wgpu_core::naga::{SourceLocation, WithSpan};
use wgpu_core::pipeline::{CreateShaderModuleError, ShaderModuleDescriptor, ShaderModuleSource};
use wgpu_types::error::{ErrorType, WebGpuError};
use wgpu_types::{DownlevelFlags, ShaderRuntimeChecks};

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
    pub(crate) variables: Variables,
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
        let checked = match quota {
            Ok(quota) => match Self::check(device, call, &code)? {
                Ok((variables, source)) => Ok((quota, variables, source)),
                Err(what) => Err(ShaderError::Limit(what)),
            },
            Err(over) => Err(ShaderError::Core(over)),
        };
        let (source, kept) = match checked {
            Ok((quota, variables, source)) => (source, Ok((quota, variables))),
            // Something that is not WGSL is for wgpu-core to refuse.
            Err(refused) => (ShaderModuleSource::Wgsl("refused".into()), Err(refused)),
        };
        let state = ShaderState::default();
        let (mut module, error) =
            device.create_unreported(call, label, state, |global, label| {
                let descriptor = ShaderModuleDescriptor {
                    label,
                    // A guest's shader is not trusted.
                    runtime_checks: ShaderRuntimeChecks::checked(),
                };
                global.device_create_shader_module(device.id(), &descriptor, source, None)
            })?;
        match kept {
            Ok((quota, variables)) => {
                module.state = ShaderState {
                    info: CompilationInfo::new(error.as_ref(), &code),
                    variables,
                    _quota: Some(quota),
                };
                device.report(call, &module.label, error);
            }
            Err(refused) => {
                module.state.info = CompilationInfo::error(refused.to_string(), None);
                device.report(call, &module.label, Some(refused));
            }
        }
        Ok(module)
    }

    /// Parses WGSL that is inside this host's own limits, and keeps what its pipelines are checked by.
    fn check<'a>(
        device: &DeviceState,
        call: &str,
        code: &'a str,
    ) -> wasmtime::Result<Result<(Variables, ShaderModuleSource<'a>), String>> {
        device.call(call, |global| {
            check_nesting(code).map_err(|it| format!("line {}: {it}", it.line))?;
            // As wgpu-core does.
            let features = global.device_features(device.id());
            let mut options = wgsl::Options::new();
            options.capabilities = features_to_naga_capabilities(features, DownlevelFlags::all());
            match wgsl::Frontend::new_with_options(options).parse(code) {
                Ok(module) => {
                    let variables = Variables::new(&module)?;
                    Ok((variables, ShaderModuleSource::Naga(Cow::Owned(module))))
                }
                // wgpu-core says why.
                Err(_) => Ok((
                    Variables::default(),
                    ShaderModuleSource::Wgsl(Cow::Borrowed(code)),
                )),
            }
        })
    }
}

/// What is wrong with a shader: this host's limits, or what wgpu-core thinks of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ShaderError<E> {
    #[error("{0}")]
    Limit(String),
    #[error(transparent)]
    Core(E),
}

impl<E> ShaderError<E> {
    /// The error of a check, or else wgpu-core's.
    pub(crate) fn first(checked: Result<(), String>, error: Option<E>) -> Option<Self> {
        match checked {
            Ok(()) => error.map(Self::Core),
            Err(what) => Some(Self::Limit(what)),
        }
    }
}

impl<E: WebGpuError + 'static> WebGpuError for ShaderError<E> {
    fn webgpu_error_type(&self) -> ErrorType {
        match self {
            Self::Limit(_) => ErrorType::Validation,
            Self::Core(error) => error.webgpu_error_type(),
        }
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

impl wit::HostGpuCompilationMessage for WebGpuCtxView<'_> {
    getters!(it: CompilationMessage {
        message() -> String = it.message.as_ref().to_owned();
        type_() -> wit::GpuCompilationMessageType = wit::GpuCompilationMessageType::Error;
        line_num() -> u64 = it.location.map_or(0, |place| place.line_number.into());
        line_pos() -> u64 = it.location.map_or(0, |place| place.line_position.into());
        offset() -> u64 = it.location.map_or(0, |place| place.offset.into());
        length() -> u64 = it.location.map_or(0, |place| place.length.into());
    });

    resource_drop!(CompilationMessage);
}
