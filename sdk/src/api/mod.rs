//! The safe layer: one file a WebGPU object.

mod adapter;
mod bind_group;
mod bind_group_layout;
mod buffer;
mod command_buffer;
mod command_encoder;
mod compute_pass;
mod compute_pipeline;
mod device;
mod error_scope;
mod handle;
mod instance;
mod mapping;
mod pipeline_layout;
mod query_set;
mod queue;
mod shader_module;

pub use adapter::*;
pub use bind_group::*;
pub use bind_group_layout::*;
pub use buffer::*;
pub use command_buffer::*;
pub use command_encoder::*;
pub use compute_pass::*;
pub use compute_pipeline::*;
pub use device::*;
pub use error_scope::*;
pub use instance::*;
pub use mapping::*;
pub use pipeline_layout::*;
pub use query_set::*;
pub use queue::*;
pub use shader_module::*;

/// The name of an object, which error messages and debuggers show.
pub type Label<'a> = Option<&'a str>;
