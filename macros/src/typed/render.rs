//! Entry points of the render stages: the state that a pipeline's descriptor takes, by a function each.

use naga::{Binding, EntryPoint, ShaderStage, TypeInner};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Typed, docs, number};
use crate::wgsl::Diagnostic;

impl Typed<'_> {
    pub(super) fn render_entries(&self) -> Result<TokenStream, Diagnostic> {
        let entries = self.module.entry_points.iter().enumerate();
        let functions = entries.filter_map(|(i, entry)| match entry.stage {
            ShaderStage::Vertex => Some(self.vertex_entry(i, entry)),
            ShaderStage::Fragment => Some(self.fragment_entry(i, entry)),
            _ => None,
        });
        Ok(functions.collect())
    }

    fn vertex_entry(&self, index: usize, entry: &EntryPoint) -> TokenStream {
        let (sdk, name) = (self.sdk, &entry.name);
        let function = self.ident(name);
        let documentation = docs::attributes(&self.entry_docs(index, entry));
        let (parameter, options) = self.options();
        let constants = parameter.as_ref().map(|_| self.constants_docs());
        quote! {
            #documentation
            ///
            #constants
            /// `buffers` has the layout of each vertex buffer, by its slot.
            #[must_use]
            pub fn #function<'a>(
                module: &'a #sdk::ShaderModule,
                #parameter
                buffers: &'a [::core::option::Option<#sdk::VertexBufferLayout<'a>>],
            ) -> #sdk::VertexState<'a> {
                #sdk::VertexState {
                    module,
                    entry_point: ::core::option::Option::Some(#name),
                    compilation_options: #options,
                    buffers,
                }
            }
        }
    }

    fn fragment_entry(&self, index: usize, entry: &EntryPoint) -> TokenStream {
        let (sdk, name) = (self.sdk, &entry.name);
        let function = self.ident(name);
        let documentation = docs::attributes(&self.entry_docs(index, entry));
        let (parameter, options) = self.options();
        let constants = parameter.as_ref().map(|_| self.constants_docs());
        let targets = number(self.targets(entry));
        quote! {
            #documentation
            ///
            #constants
            /// `targets` has what each `@location(…)` of its result is written to.
            #[must_use]
            pub fn #function<'a>(
                module: &'a #sdk::ShaderModule,
                #parameter
                targets: &'a [::core::option::Option<#sdk::ColorTargetState>; #targets],
            ) -> #sdk::FragmentState<'a> {
                #sdk::FragmentState {
                    module,
                    entry_point: ::core::option::Option::Some(#name),
                    compilation_options: #options,
                    targets,
                }
            }
        }
    }

    /// The parameter for override constants, if there are any, and the options that it gives.
    fn options(&self) -> (Option<TokenStream>, TokenStream) {
        let sdk = self.sdk;
        if !self.has_overrides() {
            let options = quote!(::core::default::Default::default());
            return (None, options);
        }
        let parameter =
            quote!(constants: &'a [(&'a ::core::primitive::str, ::core::primitive::f64)],);
        let options = quote! {
            #sdk::PipelineCompilationOptions {
                constants,
                ..::core::default::Default::default()
            }
        };
        (Some(parameter), options)
    }

    fn constants_docs(&self) -> TokenStream {
        let overrides = self.names.overrides();
        docs::attributes(&format!(
            "`constants` are those of [`{overrides}`]: [`{overrides}::constants`]."
        ))
    }

    /// How many locations a fragment's result has.
    fn targets(&self, entry: &EntryPoint) -> u32 {
        let Some(result) = &entry.function.result else {
            return 0;
        };
        let location = |binding: &Option<Binding>| match *binding {
            Some(Binding::Location { location, .. }) => location + 1,
            _ => 0,
        };
        let members = match self.inner(result.ty) {
            TypeInner::Struct { members, .. } => &members[..],
            _ => &[],
        };
        let locations = members.iter().map(|member| location(&member.binding));
        locations.fold(location(&result.binding), u32::max)
    }
}
