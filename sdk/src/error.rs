//! Errors: values that name the object, the call and the cause.

use std::fmt;

use crate::raw;

/// What can go wrong on the GPU, as a value.
///
/// The first three kinds are those of WebGPU's error scopes ([WebGPU `GPUError`]); they come from
/// [`ErrorScopeGuard::pop`](crate::ErrorScopeGuard::pop), or are reported as uncaptured errors.
/// The others are returned by the call that failed.
///
/// [WebGPU `GPUError`]: https://gpuweb.github.io/gpuweb/#gpuerror
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A call broke a rule of WebGPU; the object that it made, if any, is invalid.
    #[error("validation error: {description}")]
    Validation {
        /// The call, the object's label and the rule that was broken.
        description: String,
    },
    /// There was not enough memory for a buffer, a texture or another object.
    #[error("out of GPU memory: {description}")]
    OutOfMemory {
        /// The call and the object's label.
        description: String,
    },
    /// The implementation failed although the call was right, a shader compiler's failure for
    /// instance.
    #[error("internal GPU error: {description}")]
    Internal {
        /// The call and the object's label.
        description: String,
    },
    /// See [`Instance::request_adapter`](crate::Instance::request_adapter).
    #[error(transparent)]
    RequestAdapter(#[from] RequestAdapterError),
    /// See [`Adapter::request_device`](crate::Adapter::request_device).
    #[error(transparent)]
    RequestDevice(#[from] RequestDeviceError),
    /// See [`BufferSlice::map_async`](crate::BufferSlice::map_async).
    #[error(transparent)]
    Map(#[from] BufferAsyncError),
    /// See [`BufferSlice::get_mapped_range`](crate::BufferSlice::get_mapped_range).
    #[error(transparent)]
    MapRange(#[from] MapRangeError),
    /// See [`Device::create_compute_pipeline_async`](crate::Device::create_compute_pipeline_async).
    #[error(transparent)]
    CreatePipeline(#[from] CreatePipelineError),
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
            description: text(&["In ", call, ", label \"", label, "\": ", rule]),
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
        f.write_str(
            "request_adapter: the host has no GPU adapter that fits the options; \
             install a GPU driver (or a software one) on the host, or ask for less",
        )
    }
}

/// Joins texts. Not by `format!` or `concat`, whose machinery is more than a small guest needs.
pub(crate) fn text(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

fn describe(f: &mut fmt::Formatter<'_>, call: &str, label: &str, message: &str) -> fmt::Result {
    let (open, close) = if label.is_empty() {
        ("", "")
    } else {
        (" of \"", "\"")
    };
    for part in [call, open, label, close, ": ", message] {
        f.write_str(part)?;
    }
    Ok(())
}

/// What the host says when a request fails: which object and call, and why.
macro_rules! host_error {
    ($(#[$doc:meta])* $name:ident, $call:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            /// The label of the object that was called, empty if it has none.
            pub label: String,
            /// Why it failed, in the host's words.
            pub message: String,
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
                describe(f, $call, &self.label, &self.message)
            }
        }
    };
}

host_error!(
    /// The adapter gave no device: a feature or limit that it lacks, or it is lost.
    RequestDeviceError,
    "request_device"
);
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
    "create_pipeline_async"
);
