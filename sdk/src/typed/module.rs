use crate::{Device, PipelineLayout, PipelineLayoutDescriptor, ShaderModule, compute::Module};

/// For pipelines of the plain layer.
impl Module {
    /// Compiles the shader.
    pub fn create_shader_module(&self, device: &Device) -> ShaderModule {
        device.create_shader_module(self.descriptor())
    }

    /// The layout of a pipeline that has all groups of the module, and no immediate data.
    pub fn create_pipeline_layout(&self, device: &Device) -> PipelineLayout {
        let groups = self.groups.iter();
        let layouts = groups.map(|group| (group.index, group.create_layout(device, self.label)));
        let layouts: Vec<_> = layouts.collect();
        let mut by_index = Vec::new();
        for (index, layout) in &layouts {
            by_index.resize(*index as usize, None);
            by_index.push(Some(layout));
        }
        device.create_pipeline_layout(&PipelineLayoutDescriptor {
            label: Some(self.label),
            bind_group_layouts: &by_index,
            immediate_size: 0,
        })
    }
}
