//! The function that runs a kernel on the CPU.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ItemFn;

use super::attribute::Size;
use super::ir::{Function, Local, LocalKind};
use super::launch::{Constants, atomic, value};
use super::signature::{Builtin, Kernel, Role};
use super::types::{Scalar, Type};

/// What the kernel's parameters are for that function.
#[derive(Default)]
struct Parts {
    parameters: Vec<TokenStream>,
    /// Of a call of the kernel's own function.
    arguments: Vec<TokenStream>,
    /// What all invocations write, in cells.
    shared: Vec<TokenStream>,
    /// Where the invocation is.
    places: Vec<TokenStream>,
}

pub(super) fn items(
    sdk: &TokenStream,
    item: &ItemFn,
    kernel: &Kernel,
    function: &Function,
    body: &TokenStream,
) -> TokenStream {
    let name = &item.sig.ident;
    let constants = Constants::of(kernel, function);
    let (generics, constants) = (&constants.parameters, &constants.names);
    let hidden = |name: &str| Ident::new(name, Span::mixed_site());
    let (workgroup, invocation) = (hidden("workgroup"), hidden("invocation"));
    let mut parts = Parts::default();
    for (id, role) in &kernel.roles {
        parts.add(sdk, &function.locals[*id], role, &invocation);
    }
    let Parts {
        parameters,
        arguments,
        shared,
        places,
    } = parts;
    let (shared, run) = match function.is_of_workgroups() {
        false => (
            Vec::new(),
            quote!(#workgroup.each(|#invocation| #name::<#(#constants),*>(#(#arguments),*))),
        ),
        true => {
            let memory = function
                .locals
                .iter()
                .filter(|it| it.kind == LocalKind::Workgroup);
            let memory = memory.map(|local| memory_of(sdk, function, local));
            let subgroups = hidden("subgroups");
            let subgroups = function.has_subgroups().then(|| {
                quote! {
                    let #subgroups = #sdk::kernel::Subgroups::default();
                    let #subgroups = &#subgroups;
                }
            });
            let run = quote! {
                #(#memory)*
                #subgroups
                #workgroup.together(|#invocation| {
                    #(#places)*
                    async move #body
                })
            };
            (shared, run)
        }
    };
    let size = kernel.workgroup_size.map(|it| match it {
        Size::Known(size) => quote!(#size),
        Size::Override(id) => {
            let name = &function.locals[id].name;
            quote!(#name as ::core::primitive::u32)
        }
    });
    let documentation = format!("`{name}` on the CPU, one invocation after the other.");
    quote! {
        #[doc = #documentation]
        #[must_use = "it runs when it is dispatched"]
        pub fn cpu<'a, #(#generics),*>(
            #(#parameters),*
        ) -> #sdk::kernel::Cpu<impl ::core::ops::FnMut(&#sdk::kernel::Workgroup) + 'a> {
            #(#shared)*
            #sdk::kernel::Cpu::new([#(#size),*], move |#workgroup: &#sdk::kernel::Workgroup| { #run })
        }
    }
}

impl Parts {
    fn add(&mut self, sdk: &TokenStream, local: &Local, role: &Role, invocation: &Ident) {
        let (argument, written) = (&local.name, &local.written);
        match role {
            Role::Builtin(builtin, dimensions) => {
                let method = method(*builtin, *dimensions);
                let mutability = (local.kind == LocalKind::LetMut).then(|| quote!(mut));
                self.arguments.push(quote!(#invocation.#method()));
                let place = quote!(let #mutability #argument: #written = #invocation.#method(););
                self.places.push(place);
            }
            Role::Scalar => {
                let ty = value(local);
                self.parameters.push(quote!(#argument: #ty));
                self.arguments.push(quote!(#argument));
            }
            Role::Texture(ty) => {
                let is_written = matches!(local.ty, Type::Texture(it) if it.is_written());
                let mutability = is_written.then(|| quote!(mut));
                self.parameters.push(quote!(#argument: &'a #mutability #ty));
                self.arguments.push(quote!(#argument));
                if is_written {
                    self.shared.push(quote!(let #argument = &*#argument;));
                }
            }
            Role::Slice { element } => {
                let is_cells = local.kind == LocalKind::ReadWrite && atomic(&local.ty).is_none();
                let mutability = is_cells.then(|| quote!(mut));
                self.parameters
                    .push(quote!(#argument: &'a #mutability [#element]));
                self.arguments.push(quote!(#argument));
                if is_cells {
                    self.shared
                        .push(quote!(let #argument = #sdk::kernel::Shared::new(#argument);));
                }
            }
        }
    }
}

fn method(builtin: Builtin, dimensions: u8) -> Ident {
    let name = match builtin {
        Builtin::Global => "global_index",
        Builtin::Local => "local_index",
        Builtin::Workgroup => "workgroup_index",
        Builtin::WorkgroupCount => "workgroup_count",
        Builtin::Lane => "lane_index",
        Builtin::SubgroupSize => "subgroup_size",
    };
    match dimensions {
        1 => format_ident!("{name}"),
        n => format_ident!("{name}{n}"),
    }
}

/// What a workgroup shares, which is zero at first.
fn memory_of(sdk: &TokenStream, function: &Function, local: &Local) -> TokenStream {
    let Local {
        name, written, ty, ..
    } = local;
    let zero = match (is_atomic(ty), ty, local.len) {
        (false, ..) => quote!(<#written as #sdk::kernel::GpuType>::ZERO),
        (true, Type::Slice(element), Some(len)) => {
            let (element, len) = (zero(element), &function.locals[len].name);
            quote!([const { #element }; #len])
        }
        (true, ..) => zero(ty),
    };
    match ty {
        _ if is_atomic(ty) => quote! {
            let #name: #written = #zero;
            let #name = &#name;
        },
        Type::Array(..) | Type::Slice(_) => quote! {
            let mut #name: #written = #zero;
            let #name = #sdk::kernel::Shared::new(&mut #name);
        },
        _ => quote! {
            let mut #name: [#written; 1] = [#zero];
            let #name = #sdk::kernel::Shared::new(&mut #name);
        },
    }
}

fn is_atomic(ty: &Type) -> bool {
    match ty {
        Type::Array(element, _) | Type::Slice(element) => is_atomic(element),
        other => matches!(other, Type::Atomic(_)),
    }
}

/// Of atomics.
fn zero(ty: &Type) -> TokenStream {
    match ty {
        Type::Array(element, len) => {
            let (element, len) = (zero(element), Literal::u32_unsuffixed(*len));
            quote!([const { #element }; #len])
        }
        Type::Atomic(Scalar::I32) => quote!(::core::sync::atomic::AtomicI32::new(0)),
        _ => quote!(::core::sync::atomic::AtomicU32::new(0)),
    }
}
