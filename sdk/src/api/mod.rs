//! The safe layer: one file a WebGPU object.

mod adapter;
mod bind_group;
mod bind_group_layout;
mod bound;
mod buffer;
mod command_buffer;
mod command_encoder;
mod compute_pass;
mod compute_pipeline;
mod device;
mod draw;
mod error_scope;
mod handle;
mod instance;
mod mapping;
mod pipeline_layout;
mod query_set;
mod queue;
mod record;
mod render_bundle;
mod render_bundle_encoder;
mod render_pass;
mod render_pipeline;
mod sampler;
mod shader_module;
mod surface;
mod texture;
mod texture_view;

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
pub use record::*;
pub use render_bundle::*;
pub use render_bundle_encoder::*;
pub use render_pass::*;
pub use render_pipeline::*;
pub use sampler::*;
pub use shader_module::*;
pub use surface::*;
pub use texture::*;
pub use texture_view::*;

/// The name of an object, which error messages and debuggers show.
pub type Label<'a> = Option<&'a str>;
