//! The functions of `wasi:webgpu`, one file per WebGPU object (the SDK's `api` has the same files).

/// The destructor of a resource.
macro_rules! resource_drop {
    ($resource:ty) => {
        fn drop(&mut self, this: Resource<$resource>) -> wasmtime::Result<()> {
            self.delete(this)?;
            Ok(())
        }
    };
}

/// Methods that read a resource, by the name that it has in what they give.
macro_rules! getters {
    ($it:ident: $resource:ty {
        $($method:ident($($argument:ident: $type:ty)?) -> $result:ty = $value:expr;)*
    }) => {$(
        fn $method(
            &mut self,
            this: Resource<$resource>,
            $($argument: $type)?
        ) -> wasmtime::Result<$result> {
            #[allow(unused_variables)] // Some give the same of all, once they know that it is there.
            let $it = self.table.get(&this)?;
            Ok($value)
        }
    )*};
}

/// Methods that give a new handle, by the names that the context and the resource have in what they make.
macro_rules! makers {
    ($view:ident, $it:ident: $resource:ty {
        $($method:ident($($argument:ident: $type:ty)?) -> $made:ty = $value:expr;)*
    }) => {$(
        fn $method(
            &mut self,
            this: Resource<$resource>,
            $($argument: $type)?
        ) -> wasmtime::Result<Resource<$made>> {
            let $view = &*self;
            let $it = $view.table.get(&this)?;
            let made = $value;
            self.push(made)
        }
    )*};
}

/// What every labelled resource has: `label`, `set-label` and the destructor.
macro_rules! labelled_resource {
    ($resource:ty) => {
        getters!(it: $resource { label() -> String = it.label.clone(); });

        fn set_label(&mut self, this: Resource<$resource>, label: String) -> wasmtime::Result<()> {
            $crate::quota::check_text("set-label", &label)?;
            self.table.get_mut(&this)?.label = label;
            Ok(())
        }

        resource_drop!($resource);
    };
}

mod adapter;
mod bind_group;
mod bind_group_layout;
mod buffer;
pub(crate) mod bytes;
mod canvas;
mod command_buffer;
mod command_encoder;
mod compute_pass;
mod compute_pipeline;
mod device;
mod error;
mod features;
mod instance;
pub(crate) mod limits;
mod mapping;
mod pass;
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
mod texture;
mod texture_view;

pub use adapter::Adapter;
pub use bind_group::BindGroup;
pub use bind_group_layout::BindGroupLayout;
pub use buffer::Buffer;
pub use command_buffer::CommandBuffer;
pub use command_encoder::CommandEncoder;
pub use compute_pass::ComputePass;
pub use compute_pipeline::ComputePipeline;
pub use device::Device;
pub use instance::{Gpu, WgslLanguageFeatures};
pub use pipeline_layout::PipelineLayout;
pub use query_set::QuerySet;
pub use queue::Queue;
pub use record::{PipelineConstants, RequiredLimits};
pub use render_bundle::RenderBundle;
pub use render_bundle_encoder::RenderBundleEncoder;
pub use render_pass::RenderPass;
pub use render_pipeline::RenderPipeline;
pub use sampler::Sampler;
pub use shader_module::{CompilationInfo, CompilationMessage, ShaderModule};
pub use texture::Texture;
pub use texture_view::TextureView;
