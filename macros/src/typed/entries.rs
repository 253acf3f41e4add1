//! Entry points of the compute stage: a function each.

use naga::{AddressSpace, EntryPoint, ShaderStage};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Typed, docs, number};
use crate::wgsl::Diagnostic;

impl Typed<'_> {
    pub(super) fn compute_entries(&self) -> Result<TokenStream, Diagnostic> {
        let entries = self.module.entry_points.iter().enumerate();
        let compute = entries.filter(|(_, entry)| entry.stage == ShaderStage::Compute);
        compute
            .map(|(i, entry)| self.compute_entry(i, entry))
            .collect()
    }

    fn compute_entry(&self, index: usize, entry: &EntryPoint) -> Result<TokenStream, Diagnostic> {
        self.refuse_immediates(index, entry)?;
        let (sdk, name, module) = (self.sdk, &entry.name, self.names.module());
        let indices = self.groups_of(index);
        let groups = indices.iter().map(|group| {
            let (parameter, ty) = (format_ident!("group{group}"), self.names.group(*group));
            let group = number(*group);
            (
                quote!(#parameter: #ty<'_>),
                quote!((#group, #parameter.bindings())),
            )
        });
        let (parameters, bindings): (Vec<_>, Vec<_>) = groups.unzip();
        let overrides = self.has_overrides().then(|| self.names.overrides());
        let overrides_parameter = overrides.as_ref().map(|ty| quote!(overrides: #ty,));
        let values = match &overrides {
            Some(_) => quote!(overrides.values().to_vec()),
            None => quote!(#sdk::__private::vec![]),
        };
        let names = self.override_keys();
        let size = self.workgroup_size(entry)?;
        let memory = self.workgroup_memory(index)?;
        let function = self.ident(name);
        let indices = indices.iter().map(|index| number(*index));
        let documentation = docs::attributes(&self.entry_docs(index, entry));
        Ok(quote! {
            #documentation
            #[must_use = "a launch runs when it is dispatched"]
            pub fn #function(
                gpu: &#sdk::compute::Gpu,
                #overrides_parameter
                #(#parameters),*
            ) -> #sdk::compute::Launch {
                static ENTRY: #sdk::compute::ComputeEntry = #sdk::compute::ComputeEntry {
                    module: &#module,
                    name: #name,
                    groups: &[#(#indices),*],
                    workgroup_size: #size,
                    overrides: &[#(#names),*],
                    workgroup_memory: #memory,
                };
                #sdk::compute::Launch::new(
                    gpu,
                    &ENTRY,
                    #values,
                    #sdk::__private::vec![#(#bindings),*],
                )
            }
        })
    }

    /// A launch has no call that sets them.
    fn refuse_immediates(&self, index: usize, entry: &EntryPoint) -> Result<(), Diagnostic> {
        let mut variables = self.module.global_variables.iter();
        let used = variables.find(|(handle, variable)| {
            variable.space == AddressSpace::Immediate && self.uses(index, *handle)
        });
        let Some((_, variable)) = used else {
            return Ok(());
        };
        let message = format!(
            "the entry point `{}` reads immediate data, which a launch cannot set: use a uniform \
             buffer, or the plain layer's pipelines",
            entry.name
        );
        Err(self.refuse(variable.name.as_deref().unwrap_or_default(), message))
    }

    /// What the shader's author wrote over the entry point, and what else there is to know.
    pub(super) fn entry_docs(&self, index: usize, entry: &EntryPoint) -> String {
        let comments = self.module.doc_comments.as_ref();
        let comments = comments.and_then(|it| it.entry_points.get(&index));
        let name = &entry.name;
        let generated = match entry.stage {
            ShaderStage::Compute => {
                let size = self.workgroup_size_text(entry);
                let memory = self.workgroup_memory_text(index);
                format!(
                    "The entry point `@compute @workgroup_size({size}) fn {name}`, with what it is \
                     bound to.{memory}"
                )
            }
            ShaderStage::Vertex => format!("The entry point `@vertex fn {name}`."),
            _ => format!("The entry point `@fragment fn {name}`."),
        };
        docs::with_comments(comments, &generated)
    }
}
