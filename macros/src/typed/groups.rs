//! Bind groups: a struct of what is bound, and the layout.

use std::collections::BTreeMap;

use naga::valid::GlobalUse;
use naga::{
    AddressSpace, ArraySize, GlobalVariable, Handle, ShaderStage, StorageAccess, TypeInner,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Typed, docs, names, number};
use crate::wgsl::Diagnostic;

/// A variable with `@group` and `@binding`.
pub(super) struct Bound<'a> {
    pub(super) handle: Handle<GlobalVariable>,
    pub(super) variable: &'a GlobalVariable,
    pub(super) name: &'a str,
    binding: u32,
}

impl Typed<'_> {
    /// What the module declares in each group, sorted.
    fn bound(&self) -> BTreeMap<u32, Vec<Bound<'_>>> {
        let mut groups: BTreeMap<u32, Vec<Bound<'_>>> = BTreeMap::new();
        for (handle, variable) in self.module.global_variables.iter() {
            let Some(place) = &variable.binding else {
                continue;
            };
            groups.entry(place.group).or_default().push(Bound {
                handle,
                variable,
                name: variable.name.as_deref().unwrap_or_default(),
                binding: place.binding,
            });
        }
        for bindings in groups.values_mut() {
            bindings.sort_by_key(|it| it.binding);
        }
        groups
    }

    /// The groups that an entry point uses, sorted.
    pub(super) fn groups_of(&self, entry: usize) -> Vec<u32> {
        let groups = self.bound();
        let uses = |group: &Vec<Bound<'_>>| group.iter().any(|it| self.uses(entry, it.handle));
        let used = groups.iter().filter(|(_, bindings)| uses(bindings));
        used.map(|(index, _)| *index).collect()
    }

    pub(super) fn uses(&self, entry: usize, variable: Handle<GlobalVariable>) -> bool {
        let info = self.shader.info.get_entry_point(entry);
        info[variable] != GlobalUse::empty()
    }

    /// The struct of each group.
    pub(super) fn groups(&self) -> Result<TokenStream, Diagnostic> {
        let groups = self.bound();
        self.refuse_shared_bindings(&groups)?;
        let structs = groups
            .iter()
            .enumerate()
            .map(|(place, (index, bindings))| self.group(place, *index, bindings));
        structs.collect()
    }

    /// WGSL lets entry points of a module use one binding for several variables.
    fn refuse_shared_bindings(
        &self,
        groups: &BTreeMap<u32, Vec<Bound<'_>>>,
    ) -> Result<(), Diagnostic> {
        let mut pairs = groups.values().flat_map(|bindings| bindings.windows(2));
        let Some([first, second]) = pairs.find(|pair| pair[0].binding == pair[1].binding) else {
            return Ok(());
        };
        let message = format!(
            "`{}` has the group and the binding of `{}`: a typed module needs a binding for each",
            second.name, first.name
        );
        Err(self.refuse(second.name, message))
    }

    fn group(
        &self,
        place: usize,
        index: u32,
        bindings: &[Bound<'_>],
    ) -> Result<TokenStream, Diagnostic> {
        let sdk = self.sdk;
        let (name, module) = (self.names.group(index), self.names.module());
        let mut fields = Vec::new();
        let mut resources = Vec::new();
        for bound in bindings {
            let ty = self.reference(bound)?;
            let field = self.ident(bound.name);
            let documentation = docs::attributes(&self.binding_docs(bound));
            fields.push(quote!(#documentation pub #field: #ty));
            let (binding, field) = (number(bound.binding), names::ident(bound.name, name.span()));
            resources.push(quote!((#binding, #sdk::compute::AsResource::resource(&*self.#field))));
        }
        let users = self.users(bindings);
        let text = format!("What is bound to `@group({index})`, which {users}.");
        let documentation = docs::attributes(&text);
        let place = proc_macro2::Literal::usize_unsuffixed(place);
        Ok(quote! {
            #documentation
            #[derive(::core::fmt::Debug)]
            pub struct #name<'a> { #(#fields),* }
            impl #name<'_> {
                /// What is bound, by binding number.
                #[must_use]
                pub fn bindings(&self) -> #sdk::compute::Bindings {
                    #sdk::compute::Bindings(#sdk::__private::vec![#(#resources),*])
                }
                /// The layout, for pipelines of the plain layer.
                #[must_use]
                pub fn layout(device: &#sdk::Device) -> #sdk::BindGroupLayout {
                    #module.groups[#place].create_layout(device, #module.label)
                }
                /// A bind group, for passes of the plain layer.
                #[must_use]
                pub fn bind_group(&self, device: &#sdk::Device) -> #sdk::BindGroup {
                    let group = &#module.groups[#place];
                    self.bindings().create_bind_group(
                        device,
                        &group.create_layout(device, #module.label),
                        group,
                        #module.label,
                    )
                }
            }
        })
    }

    fn users(&self, bindings: &[Bound<'_>]) -> String {
        let entries = self.module.entry_points.iter().enumerate();
        let using = entries.filter(|(i, _)| bindings.iter().any(|it| self.uses(*i, it.handle)));
        let names: Vec<_> = using
            .map(|(_, entry)| format!("`{}`", entry.name))
            .collect();
        match &names[..] {
            [] => "no entry point uses".to_owned(),
            [name] => format!("the entry point {name} uses"),
            _ => format!("the entry points {} use", names.join(", ")),
        }
    }

    fn binding_docs(&self, bound: &Bound<'_>) -> String {
        let comments = self.module.doc_comments.as_ref();
        let comments = comments.and_then(|it| it.global_variables.get(&bound.handle));
        let space = match bound.variable.space {
            AddressSpace::Uniform => "<uniform>",
            AddressSpace::Storage { access } if is_written(access) => "<storage, read_write>",
            AddressSpace::Storage { .. } => "<storage, read>",
            _ => "",
        };
        let (binding, name, ty) = (bound.binding, bound.name, self.wgsl(bound.variable.ty));
        let generated = format!("`@binding({binding}) var{space} {name}: {ty}`");
        docs::with_comments(comments, &generated)
    }

    /// What a field of a group's struct refers to.
    fn reference(&self, bound: &Bound<'_>) -> Result<TokenStream, Diagnostic> {
        let (sdk, ty) = (self.sdk, bound.variable.ty);
        let written = match bound.variable.space {
            AddressSpace::Storage { access } => is_written(access),
            AddressSpace::Uniform => false,
            _ => return self.resource_reference(bound),
        };
        let buffer = match *self.inner(ty) {
            TypeInner::Array {
                base,
                size: ArraySize::Dynamic,
                stride,
            } => {
                let element = self.element(base, stride);
                quote!(#sdk::compute::TypedBuffer<#element>)
            }
            TypeInner::BindingArray { .. } => return Err(self.cannot_bind(bound)),
            _ => {
                let rust = self.rust(ty);
                match self.ends_with_runtime_sized_array(ty) {
                    true => quote!(#sdk::typed::RuntimeSizedBuffer<#rust>),
                    false => quote!(#sdk::compute::TypedBuffer<#rust>),
                }
            }
        };
        Ok(match written {
            true => quote!(&'a mut #buffer),
            false => quote!(&'a #buffer),
        })
    }

    fn ends_with_runtime_sized_array(&self, ty: Handle<naga::Type>) -> bool {
        let TypeInner::Struct { members, .. } = self.inner(ty) else {
            return false;
        };
        let last = members.last();
        last.is_some_and(|member| self.is_runtime_sized_array(member.ty))
    }

    /// The layouts of all groups, for the module's static.
    pub(super) fn layouts(&self) -> Vec<TokenStream> {
        let sdk = self.sdk;
        let groups = self.bound();
        let layouts = groups.iter().map(|(index, bindings)| {
            let index = number(*index);
            let entries = bindings.iter().map(|bound| self.layout_entry(bound));
            let names = bindings.iter().map(|bound| bound.name);
            quote! {
                #sdk::compute::Group {
                    index: #index,
                    entries: &[#(#entries),*],
                    names: &[#(#names),*],
                }
            }
        });
        layouts.collect()
    }

    fn layout_entry(&self, bound: &Bound<'_>) -> TokenStream {
        let sdk = self.sdk;
        let binding = number(bound.binding);
        let visibility = self.visibility(bound.handle);
        let size = || {
            let size = number(self.size(bound.variable.ty));
            quote!(#sdk::BufferSize::new(#size))
        };
        let ty = match bound.variable.space {
            AddressSpace::Uniform => buffer(sdk, &quote!(Uniform), &size()),
            AddressSpace::Storage { access } => {
                let read_only = !is_written(access);
                buffer(sdk, &quote!(Storage { read_only: #read_only }), &size())
            }
            _ => self.resource_layout(bound),
        };
        quote! {
            #sdk::BindGroupLayoutEntry {
                binding: #binding,
                visibility: #visibility,
                ty: #ty,
                count: ::core::option::Option::None,
            }
        }
    }

    /// The stages of the entry points that use the variable.
    fn visibility(&self, variable: Handle<GlobalVariable>) -> TokenStream {
        let sdk = self.sdk;
        let mut stages = Vec::new();
        for (i, entry) in self.module.entry_points.iter().enumerate() {
            let stage = match entry.stage {
                ShaderStage::Vertex => "VERTEX",
                ShaderStage::Fragment => "FRAGMENT",
                _ => "COMPUTE",
            };
            if self.uses(i, variable) && !stages.contains(&stage) {
                stages.push(stage);
            }
        }
        let stages = stages.iter().map(|stage| format_ident!("{stage}"));
        quote!(#sdk::ShaderStages::empty()#(.union(#sdk::ShaderStages::#stages))*)
    }
}

fn buffer(sdk: &proc_macro2::TokenTree, ty: &TokenStream, size: &TokenStream) -> TokenStream {
    quote! {
        #sdk::BindingType::Buffer {
            ty: #sdk::BufferBindingType::#ty,
            has_dynamic_offset: false,
            min_binding_size: #size,
        }
    }
}

/// Is it `read_write`?
fn is_written(access: StorageAccess) -> bool {
    access.contains(StorageAccess::STORE)
}
