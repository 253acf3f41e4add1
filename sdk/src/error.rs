//! Errors: values that name the object, the call and the cause.

use std::fmt;

use crate::{CompilationMessage, CompilationMessageType, DeviceLostInfo, Label, raw};

/// What can go wrong on the GPU, as a value.
///
/// The first three kinds are those of WebGPU's error scopes ([WebGPU `GPUError`]); they come from
/// [`ErrorScopeGuard::pop`](crate::ErrorScopeGuard::pop), or are reported as uncaptured errors.
/// The others are returned by the call that failed.
///
/// [WebGPU `GPUError`]: https://gpuweb.github.io/gpuweb/#gpuerror
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A call broke a rule of WebGPU; the object that it made, if any, is invalid.
    Validation {
        /// The call, the object's label and the rule that was broken.
        description: String,
    },
    /// There was not enough memory for a buffer, a texture or another object.
    OutOfMemory {
        /// The call and the object's label.
        description: String,
    },
    /// The implementation failed although the call was right, a shader compiler's failure for
    /// instance.
    Internal {
        /// The call and the object's label.
        description: String,
    },
    /// The device was destroyed, or the driver gave it up: ask the adapter for another one.
    DeviceLost {
        /// The call, or the host's words of why.
        description: String,
    },
    /// The adapter or the device lacks a feature that the call needs.
    UnsupportedFeature {
        /// The call, the object's label and the feature.
        description: String,
    },
    /// The call asks for more than the adapter's limits allow.
    LimitExceeded {
        /// The call, the object's label and the limit.
        description: String,
    },
    /// See [`ShaderModule::check`](crate::ShaderModule::check).
    ShaderCompilation(ShaderCompilationError),
    /// See [`Instance::request_adapter`](crate::Instance::request_adapter).
    RequestAdapter(RequestAdapterError),
    /// See [`BufferSlice::map_async`](crate::BufferSlice::map_async).
    Map(BufferAsyncError),
    /// See [`BufferSlice::get_mapped_range`](crate::BufferSlice::get_mapped_range).
    MapRange(MapRangeError),
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text;
        let (kind, description) = match self {
            Self::Validation { description } => ("validation error: ", description),
            Self::OutOfMemory { description } => ("out of GPU memory: ", description),
            Self::Internal { description } => ("internal GPU error: ", description),
            Self::DeviceLost { description } => ("the device is lost: ", description),
            Self::UnsupportedFeature { description } => ("unsupported feature: ", description),
            Self::LimitExceeded { description } => ("limit exceeded: ", description),
            other => {
                text = match other {
                    Self::Map(error) => error.text(),
                    Self::MapRange(error) => error.text(),
                    Self::ShaderCompilation(error) => error.text.clone(),
                    _ => NO_ADAPTER.to_owned(),
                };
                ("", &text)
            }
        };
        f.write_str(kind)?;
        f.write_str(description)
    }
}

/// Kinds of errors that are types of their own.
macro_rules! from {
    ($($kind:ident($error:ident))*) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::$kind(error)
            }
        })*
    };
}

from!(
    ShaderCompilation(ShaderCompilationError)
    RequestAdapter(RequestAdapterError)
    Map(BufferAsyncError)
    MapRange(MapRangeError)
);

/// Of the kind that the request failed for.
impl From<RequestDeviceError> for Error {
    fn from(error: RequestDeviceError) -> Self {
        let description = error.text();
        match error.kind {
            RequestDeviceErrorKind::UnsupportedFeature => Self::UnsupportedFeature { description },
            RequestDeviceErrorKind::LimitExceeded => Self::LimitExceeded { description },
            RequestDeviceErrorKind::Refused => Self::Internal { description },
        }
    }
}

/// A validation error or an internal one, as an error scope would have it.
impl From<CreatePipelineError> for Error {
    fn from(error: CreatePipelineError) -> Self {
        let description = error.text();
        match error.kind {
            CreatePipelineErrorKind::Validation => Self::Validation { description },
            CreatePipelineErrorKind::Internal => Self::Internal { description },
        }
    }
}

impl From<DeviceLostInfo> for Error {
    fn from(info: DeviceLostInfo) -> Self {
        Self::DeviceLost {
            description: info.message,
        }
    }
}

/// The same text as `Display`: it is what a `main` that returns the error prints.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error {
    /// A validation error that the guest's side found.
    pub(crate) fn invalid(call: &str, label: &str, rule: &str) -> Self {
        Self::Validation {
            description: describe_call(call, label, rule),
        }
    }

    pub(crate) fn from_raw(error: &raw::GpuError) -> Self {
        let description = error.message();
        match error.kind() {
            raw::GpuErrorKind::ValidationError => Self::Validation { description },
            raw::GpuErrorKind::OutOfMemoryError => Self::OutOfMemory { description },
            raw::GpuErrorKind::InternalError => Self::Internal { description },
        }
    }
}

/// For a host that hands errors over as events.
impl From<raw::GpuUncapturedErrorEvent> for Error {
    fn from(event: raw::GpuUncapturedErrorEvent) -> Self {
        Self::from_raw(&event.error())
    }
}

/// A result whose error is [`Error`] unless said otherwise.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of error that an error scope captures.
///
/// Corresponds to [WebGPU `GPUErrorFilter`](https://gpuweb.github.io/gpuweb/#enumdef-gpuerrorfilter).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorFilter {
    /// Captures [`Error::OutOfMemory`].
    OutOfMemory,
    /// Captures [`Error::Validation`].
    Validation,
    /// Captures [`Error::Internal`].
    Internal,
}

impl ErrorFilter {
    pub(crate) fn to_raw(self) -> raw::GpuErrorFilter {
        match self {
            Self::OutOfMemory => raw::GpuErrorFilter::OutOfMemory,
            Self::Validation => raw::GpuErrorFilter::Validation,
            Self::Internal => raw::GpuErrorFilter::Internal,
        }
    }

    pub(crate) fn captures(self, error: &Error) -> bool {
        match error {
            Error::OutOfMemory { .. } => self == Self::OutOfMemory,
            Error::Internal { .. } => self == Self::Internal,
            _ => self == Self::Validation,
        }
    }
}

/// No adapter fits the request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestAdapterError;

impl std::error::Error for RequestAdapterError {}

impl fmt::Display for RequestAdapterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NO_ADAPTER)
    }
}

const NO_ADAPTER: &str = "request_adapter: the host has no GPU adapter that fits the options; \
                          install a GPU driver (or a software one) on the host, or ask for less";

/// Joins texts. Not by `format!` or `concat`, whose machinery is more than a small guest needs.
pub(crate) fn text(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A rule that a call broke.
pub(crate) fn describe_call(call: &str, label: &str, rule: &str) -> String {
    text(&["In ", call, ", label \"", label, "\": ", rule])
}

/// What the host says of a call.
fn describe(call: &str, label: &str, message: &str) -> String {
    let (open, close) = if label.is_empty() {
        ("", "")
    } else {
        (" of \"", "\"")
    };
    text(&[call, open, label, close, ": ", message])
}

/// What the host says when a request fails: which object and call, and why.
macro_rules! host_error {
    ($(#[$doc:meta])* $name:ident $(, $kind:ident)?, $call:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $(
                /// What kind of failure it was.
                pub kind: $kind,
            )?
            /// The label of the object that was called, empty if it has none.
            pub label: String,
            /// Why it failed, in the host's words.
            pub message: String,
        }

        impl $name {
            fn text(&self) -> String {
                describe($call, &self.label, &self.message)
            }
        }

        impl std::error::Error for $name {}

        /// The same text as `Display`: it is what a `main` that returns the error prints.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text())
            }
        }
    };
}

host_error!(
    /// The adapter gave no device: a feature or limit that it lacks, or it is lost.
    RequestDeviceError,
    RequestDeviceErrorKind,
    "request_device"
);

/// Why an adapter gave no device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestDeviceErrorKind {
    /// It lacks a feature that was asked for, or WebGPU has no name for it.
    UnsupportedFeature,
    /// Its limits are below one that was asked for.
    LimitExceeded,
    /// Neither: the adapter is lost, for instance.
    Refused,
}

host_error!(
    /// A buffer could not be mapped: a range or usage that does not allow it, a pending map, or a
    /// buffer destroyed or unmapped before the map was ready.
    BufferAsyncError,
    "map_async"
);
host_error!(
    /// A range of a buffer could not be viewed: it is not mapped, or views of it overlap.
    MapRangeError,
    "get_mapped_range"
);
host_error!(
    /// A pipeline could not be made.
    CreatePipelineError,
    CreatePipelineErrorKind,
    "create_pipeline_async"
);

/// Why a pipeline could not be made.
///
/// Corresponds to [WebGPU `GPUPipelineErrorReason`](
/// https://gpuweb.github.io/gpuweb/#enumdef-gpupipelineerrorreason).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CreatePipelineErrorKind {
    /// The descriptor or the shader breaks a rule.
    Validation,
    /// The implementation failed.
    Internal,
}

impl CreatePipelineError {
    pub(crate) fn from_raw(label: Label<'_>, error: raw::CreatePipelineError) -> Self {
        let raw::CreatePipelineErrorKind::GpuPipelineError(reason) = error.kind;
        Self {
            kind: match reason {
                raw::GpuPipelineErrorReason::Validation => CreatePipelineErrorKind::Validation,
                raw::GpuPipelineErrorReason::Internal => CreatePipelineErrorKind::Internal,
            },
            label: label.unwrap_or_default().to_owned(),
            message: error.message,
        }
    }
}

/// A shader does not compile.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShaderCompilationError {
    /// The label of the shader, empty if it has none.
    pub label: String,
    /// What the compiler says: errors, and warnings if there are any.
    pub messages: Vec<CompilationMessage>,
    /// For people.
    text: String,
}

impl ShaderCompilationError {
    pub(crate) fn new(label: &str, messages: Vec<CompilationMessage>) -> Self {
        let mut text = format!("the shader \"{label}\" does not compile");
        let errors = messages.iter();
        for it in errors.filter(|it| it.message_type == CompilationMessageType::Error) {
            text += "\n  ";
            if let Some(place) = it.location {
                text += &format!("{}:{}: ", place.line_number, place.line_position);
            }
            text += it.message.trim_end();
        }
        Self {
            label: label.to_owned(),
            messages,
            text,
        }
    }
}

impl std::error::Error for ShaderCompilationError {}

/// The same text as `Display`: it is what a `main` that returns the error prints.
impl fmt::Debug for ShaderCompilationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for ShaderCompilationError {
    /// The label, and a line for each error: line and column of the shader, and message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
