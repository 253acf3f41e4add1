use std::borrow::Cow;

use super::{Label, handle::handle};
use crate::{ShaderCompilationError, raw, runtime::start};

handle!(
    /// A compiled shader.
    ///
    /// Corresponds to [WebGPU `GPUShaderModule`](https://gpuweb.github.io/gpuweb/#gpushadermodule).
    ShaderModule,
    GpuShaderModule
);

impl ShaderModule {
    /// What the host's shader compiler says of the shader.
    ///
    /// See [WebGPU `getCompilationInfo`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpushadermodule-getcompilationinfo).
    pub fn get_compilation_info(&self) -> impl Future<Output = CompilationInfo> + use<> {
        let module = self.clone();
        start(async move {
            let info = module.as_raw().get_compilation_info().await;
            let messages = info.messages();
            CompilationInfo {
                messages: messages.iter().map(CompilationMessage::from_raw).collect(),
            }
        })
    }

    /// Waits for the shader's compilation. An invalid shader is an error of
    /// [`create_shader_module`](crate::Device::create_shader_module), too, for an error scope; this
    /// one has the places.
    ///
    /// # Errors
    /// The shader is invalid.
    pub async fn check(&self) -> Result<(), ShaderCompilationError> {
        let messages = self.get_compilation_info().await.messages;
        let is_error = |it: &CompilationMessage| it.message_type == CompilationMessageType::Error;
        if !messages.iter().any(is_error) {
            return Ok(());
        }
        Err(ShaderCompilationError::new(self.label(), messages))
    }
}

/// What a shader compiler says of a shader.
///
/// Corresponds to [WebGPU `GPUCompilationInfo`](
/// https://gpuweb.github.io/gpuweb/#gpucompilationinfo).
#[derive(Clone, Debug)]
pub struct CompilationInfo {
    /// In the order of the compiler.
    pub messages: Vec<CompilationMessage>,
}

/// One message of a shader compiler.
///
/// Corresponds to [WebGPU `GPUCompilationMessage`](
/// https://gpuweb.github.io/gpuweb/#gpucompilationmessage).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompilationMessage {
    /// What it says.
    pub message: String,
    /// How bad it is.
    pub message_type: CompilationMessageType,
    /// Where in the shader, if it is of one place.
    pub location: Option<SourceLocation>,
}

/// How bad a message of a shader compiler is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompilationMessageType {
    /// The shader is invalid.
    Error,
    /// The shader is valid, but may not mean what it should.
    Warning,
    /// Neither.
    Info,
}

/// A place in the text of a shader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceLocation {
    /// The line, from 1 on.
    pub line_number: u32,
    /// The column, from 1 on, in the host's units (UTF-16 code units by the specification, bytes on
    /// hosts that go by the encoding of WIT strings).
    pub line_position: u32,
    /// Units before the place.
    pub offset: u32,
    /// Units of the place.
    pub length: u32,
}

impl CompilationMessage {
    fn from_raw(raw: &raw::GpuCompilationMessage) -> Self {
        let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let line_number = number(raw.line_num());
        Self {
            message: raw.message(),
            message_type: match raw.type_() {
                raw::GpuCompilationMessageType::Error => CompilationMessageType::Error,
                raw::GpuCompilationMessageType::Warning => CompilationMessageType::Warning,
                raw::GpuCompilationMessageType::Info => CompilationMessageType::Info,
            },
            location: (line_number > 0).then(|| SourceLocation {
                line_number,
                line_position: number(raw.line_pos()),
                offset: number(raw.offset()),
                length: number(raw.length()),
            }),
        }
    }
}

/// Describes a [`ShaderModule`].
///
/// Corresponds to [WebGPU `GPUShaderModuleDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpushadermoduledescriptor).
#[derive(Clone, Debug)]
pub struct ShaderModuleDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// The shader's text.
    pub source: ShaderSource<'a>,
}

/// The text of a shader.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ShaderSource<'a> {
    /// [WGSL](https://gpuweb.github.io/gpuweb/wgsl/), the only language that WebGPU takes.
    Wgsl(Cow<'a, str>),
}
