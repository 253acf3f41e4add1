use std::borrow::Cow;

use super::{Label, handle::handle};
use crate::raw;

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
    pub async fn get_compilation_info(&self) -> CompilationInfo {
        let info = self.as_raw().get_compilation_info().await;
        let messages = info.messages();
        CompilationInfo {
            messages: messages.iter().map(CompilationMessage::from_raw).collect(),
        }
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
#[derive(Clone, Debug)]
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
